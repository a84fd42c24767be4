using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Services;

/// <summary>When something stands in the way of deployments in the days to come, and what starts by itself.</summary>
public sealed partial class ServiceCalendar(ILiveStates live, CurrentActor current, TimeProvider time, FreezeText text, IStringLocalizer<Texts> T)
{
    internal const int Days = 14;
    private const int Width = 1_400;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private readonly CancellationTokenSource _stop = new();
    private FreezeWatch? _watch;
    private ITimer? _clock;
    private FreezeBook _book = FreezeBook.Empty;
    private DateTimeOffset _now;
    private string? _problem;

    [Parameter, EditorRequired]
    public required Service Service { get; set; }

    private FreezeText Text => text;

    protected override async Task OnInitializedAsync()
    {
        _now = time.GetUtcNow();
        _watch = new(live, time, current.Tenant, () => _ = InvokeAsync(FollowAsync));

        // The days move on under a page that stays open.
        _clock = time.CreateTimer(_ => _ = InvokeAsync(FollowAsync), state: null, s_hour, s_hour);
        await LookAsync();
    }

    protected override void OnParametersSet() => _now = time.GetUtcNow();

    private async Task FollowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        try
        {
            (_book, _now, _problem) = (await _watch!.ReadAsync(_stop.Token), time.GetUtcNow(), null);
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Fleet.ProblemText", ex.Message];
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private ValueList<FrozenStretch> Ahead(ServiceEnvironment place) => FreezeCalendar.Of(_book, Service.Name, place.Spec.Name, _now, _now.AddDays(Days));

    private List<ScheduledDeployment> Starts(ServiceEnvironment place) => [.. place.Scheduled.Where(one => one.At < _now.AddDays(Days)).OrderBy(one => one.At)];

    private string Until(FreezeSpan span) => (span.Covers(_now), span.Until) switch
    {
        (true, { } end) => T["Calendar.Until", Times.Full(end)],
        (true, null) => T["Calendar.UntilLifted"],
        (_, { } end) => T["Freeze.Span", Times.Full(span.From), Times.Full(end)],
        _ => T["Freeze.SpanOpen", Times.Full(span.From)],
    };

    private string X(DateTimeOffset at) => Number(Math.Clamp((at - _now) / TimeSpan.FromDays(Days), 0, 1) * Width);

    private string Span(FreezeSpan span)
    {
        var from = span.From > _now ? span.From : _now;
        var end = _now.AddDays(Days) is var last && span.Until is { } until && until < last ? until : last;
        return Number((end - from) / TimeSpan.FromDays(Days) * Width);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _stop.Cancel();
        _clock?.Dispose();
        _watch?.Dispose();
        _stop.Dispose();
    }
}
