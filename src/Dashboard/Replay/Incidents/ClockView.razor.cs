using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>Several deployments on one clock. The instant stands in the address.</summary>
public sealed partial class ClockView : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();
    private Coalescer? _again;
    private CommonClock? _clock;
    private List<(int Tick, ClockTick One)> _rows = [];
    private string _of = string.Empty;
    private string? _said;
    private string? _problem;
    private bool _isReading;
    private int _tick;

    [Inject]
    private ReplayLibrary Library { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private EventSentence Sentences { get; set; } = null!;

    [Inject]
    private StateSentence States { get; set; } = null!;

    [Inject]
    private AddressTrail Trail { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    /// <summary>Ids of deployments, in the order in which they are shown.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Named { get; set; }

    /// <summary>The instant that is shown, UTC; without it, the last event.</summary>
    [Parameter]
    public string? At { get; set; }

    /// <summary>A deployment is to be taken off; without a handler none can be.</summary>
    [Parameter]
    public EventCallback<DeploymentId> OnRemove { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _again?.Dispose();
        _stop.Dispose();
    }

    protected override void OnInitialized() => _again = new(Time, s_period, () => InvokeAsync(FollowAsync));

    protected override async Task OnParametersSetAsync()
    {
        var wanted = string.Join(',', Named);
        var isOther = !string.Equals(wanted, _of, StringComparison.Ordinal);
        if (isOther)
        {
            _of = wanted;
            await LoadAsync();
        }
        else if (!Trail.IsBehind)
        {
            Stand();
        }
    }

    private void Stand()
    {
        if (_clock is { Ticks.Count: > 0 } clock)
        {
            var isGiven = DateTimeOffset.TryParse(At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);

            // Several events may have happened at one instant: whoever stands on one of them stays there.
            var stays = isGiven && _tick < clock.Ticks.Count && clock.Ticks[_tick].At == at;
            _tick = stays ? _tick : isGiven ? clock.TickAt(at) : clock.Ticks.Count - 1;
        }
    }

    private async Task FollowAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private async Task LoadAsync()
    {
        (_isReading, _problem, _clock, _rows) = (true, null, null, []);
        var (records, missing) = (new List<ReplayRecord>(), new List<string>());
        try
        {
            foreach (var name in Named)
            {
                // What they may not see is answered like what is not there.
                if (IsVisible(name) && await Library.ReadAsync(Current.Tenant, DeploymentId.From(name), _stop.Token) is { } record)
                {
                    records.Add(record);
                }
                else
                {
                    missing.Add(name);
                }
            }

            _said = missing.Count > 0 ? T["Incident.Missing", string.Join(", ", missing)].Value : null;
            _clock = new(records);
            _rows = [.. _clock.Ticks.Select((one, i) => (i, one))];
            Stand();
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Deployment.StoreAway", ex.Message];
            _again!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader left.
        }
        finally
        {
            _isReading = false;
        }
    }

    private bool IsVisible(string deployment) => DeploymentId.From(deployment).Service is { } service && Permissions.AllowsSomewhere(Current.Grants, Right.View, service);

    private void Move(ChangeEventArgs e, bool rests)
    {
        if (int.TryParse(e.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var tick))
        {
            _tick = Math.Clamp(tick, 0, _clock!.Ticks.Count - 1);
            if (rests)
            {
                Go(_tick);
            }
        }
    }

    private void Go(int tick)
    {
        _tick = tick;
        Trail.Replace("at", _clock!.Ticks[tick].At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    private string Spoken(ClockTick tick) => T["Incident.Spoken", _tick + 1, _clock!.Ticks.Count, Times.Full(tick.At), tick.Record.Id, SentenceOf(tick)];

    private string SentenceOf(ClockTick tick) => tick.Event is { } known ? Sentences.Of(known) : T["Replay.Unreadable", tick.Record.History.Events[tick.Index].Kind];

    private static string ServiceOf(ReplayRecord record) => record.Id.Value[..record.Id.Value.LastIndexOf('-')];

    private static string NumberOf(ReplayRecord record) => record.Id.Value[(record.Id.Value.LastIndexOf('-') + 1)..];
}
