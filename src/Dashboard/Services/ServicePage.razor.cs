using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Services;

/// <summary>The memory of one service: what runs where, what ran before, and the place to go back from.</summary>
public sealed partial class ServicePage(
    ILiveStates live, IPlaceStatuses statuses, IDeploymentQueries queries, GuardedCommands bus, CurrentActor current, NavigationManager navigation,
    TimeProvider time, IStringLocalizer<Texts> T)
{
    private const int PageSize = 20;
    private const int MostPromoted = 100;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private Coalescer? _coalescer;
    private IDisposable[] _subscriptions = [];
    private ServiceView? _view;
    private List<DeploymentRow> _rows = [];
    private IReadOnlyList<DeploymentRow> _promoted = [];
    private (ServiceName, string) _ended;
    private readonly List<int> _picked = [];
    private string? _next;
    private long _total;
    private PlaceNow? _goingBack;
    private string? _commandId;
    private string? _refusal;
    private string? _problem;
    private bool _loaded;
    private bool _listed;
    private volatile bool _listIsOld = true;

    [Parameter]
    public string? Name { get; set; }

    /// <summary>The numbers of two deployments, <c>2,3</c>: they are held side by side.</summary>
    [SupplyParameterFromQuery(Name = "compare")]
    public string? Compare { get; set; }

    /// <summary><c>policy</c>, or <c>rollouts</c>, as without it.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>The environment whose policy is shown; the first one without it.</summary>
    [SupplyParameterFromQuery]
    public string? Target { get; set; }

    private bool IsPolicy => Tab == "policy";

    private PlaceNow? Chosen => _view?.Places.FirstOrDefault(now => now.Place.Spec.Name.Value == Target) ?? (_view is { Places: [var first, ..] } ? first : null);

    private (int First, int Second)? Pair => Compare?.Split(',') is [var a, var b] && int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        ? (first, second)
        : null;

    private ServiceName Service => ServiceName.From(Name ?? "");

    /// <summary>What stands in the way of a new deployment when there is only one place to deploy to.</summary>
    private DeploymentId? Busy => _view is { Places: [{ Place.Holder: { } holder }] } ? holder : null;

    private IReadOnlyList<string> Reasons => [T["Reason.Errors"], T["Reason.Latency"], T["Reason.WrongVersion"], T["Reason.Other"]];

    protected override async Task OnParametersSetAsync()
    {
        if (_view?.Service.Name == Service)
        {
            return;
        }

        Leave();
        (_view, _rows, _promoted, _ended, _next, _loaded, _listed, _listIsOld) = (null, [], [], default, null, false, false, true);
        var service = Service;
        _coalescer = new Coalescer(time, s_pace, () => InvokeAsync(FollowAsync));
        _subscriptions =
        [
            live.Subscribe(recorded =>
            {
                if (recorded.Tenant == current.Tenant && Concerns(recorded.Stream, service))
                {
                    _listIsOld |= recorded.Event is not DeploymentEvent.EvidenceRecorded;
                    _coalescer.Signal();
                }
            }),
            statuses.Subscribe(status =>
            {
                if (status.Place.Tenant == current.Tenant && status.Place.Service == service)
                {
                    _coalescer.Signal();
                }
            }),
        ];
        await LoadAsync();
    }

    private static bool Concerns(string stream, ServiceName service) =>
        stream == service.Stream || (DeploymentId.OfStream(stream) is { } id && id.Value.LastIndexOf('-') == service.Value.Length && id.Value.StartsWith(service.Value, StringComparison.Ordinal));

    private Task LoadAsync() => TryAsync(async () =>
    {
        _view = await ServiceView.ReadAsync(live, statuses, current.Tenant, Service, _stop.Token);
        _loaded = true;
        if (_listIsOld && _view is not null)
        {
            _listIsOld = false;
            await ListAsync();
        }
    });

    private async Task FollowAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    /// <summary>The first page anew; what was read behind it stays.</summary>
    private async Task ListAsync()
    {
        var service = Service;
        var page = await queries.ListAsync(current.Tenant, new DeploymentFilter(service), cursor: null, PageSize, _stop.Token);
        var ended = (service, string.Join(',', page.Items.Where(row => row.EndedAt is not null).Select(row => row.Number)));
        var promoted = ended == _ended ? _promoted : (await queries.ListAsync(current.Tenant, new DeploymentFilter(service, Statuses: ["succeeded"]), cursor: null, MostPromoted, _stop.Token)).Items;
        if (service != Service)
        {
            return;
        }

        (_promoted, _ended) = (promoted, ended);
        var fresh = page.Items.Select(row => row.Id).ToHashSet();
        var older = _rows.Where(row => !fresh.Contains(row.Id) && page.Items is [.., var last] && row.Number < last.Number).ToList();
        _next = older.Count > 0 ? _next : page.NextCursor;
        (_rows, _total, _listed) = ([.. page.Items, .. older], page.Total, true);
    }

    private Task MoreAsync() => TryAsync(async () =>
    {
        var page = await queries.ListAsync(current.Tenant, new DeploymentFilter(Service), _next, PageSize, _stop.Token);
        (_rows, _next, _total) = ([.. _rows, .. page.Items], page.NextCursor, page.Total);
    });

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            _problem = null;
        }
        catch (StoreUnavailableException ex)
        {
            (_problem, _listIsOld) = (T["Fleet.ProblemText", ex.Message], true);
            _coalescer!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    /// <param name="policyOf">Null for the deployments.</param>
    private string Href(EnvironmentName? policyOf) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["tab"] = policyOf is null ? null : "policy",
        ["target"] = policyOf?.Value,
    });

    /// <summary>With the second one, both are compared; the address keeps them.</summary>
    private void Pick(int number)
    {
        if (!_picked.Remove(number))
        {
            _picked.Add(number);
        }

        if (_picked.Count == 2)
        {
            var (first, second) = (_picked.Min(), _picked.Max());
            _picked.Clear();
            navigation.NavigateTo(navigation.GetUriWithQueryParameter("compare", string.Create(CultureInfo.InvariantCulture, $"{first},{second}")));
        }
    }

    private void AskToGoBack(PlaceNow now) => (_goingBack, _refusal, _commandId) = (now, null, Guid.CreateVersion7().ToString("N"));

    private async Task GoBackAsync(ConfirmAnswer answer)
    {
        try
        {
            var context = new CommandContext(current.Actor, answer.Reason, _commandId);
            switch (await bus.GoBackAsync(current.Tenant, _goingBack!.LiveBy!.Id, context, CancellationToken.None))
            {
                case CommandAnswer.Applied { Deployment: { } id }:
                    navigation.NavigateTo($"/s/{Name}/d/{id.Value[(Name!.Length + 1)..]}");
                    break;
                case CommandAnswer.Refused refused:
                    _refusal = refused.Refusal.Sentence;
                    break;
            }
        }
        catch (StoreUnavailableException)
        {
            _refusal = T["Form.StoreDown"];
        }
    }

    private void Leave()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        _coalescer?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Leave();
        _stop.Dispose();
    }
}
