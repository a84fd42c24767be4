using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Approvals;

/// <summary>What waits for people, and for whom: decide with the evidence in place. Holds no rule; who may is asked of the domain.</summary>
public sealed partial class ApprovalsPage(
    ILiveStates live, IPlaceStatuses places, IGateQueries gates, CurrentActor current, NavigationManager navigation, TimeProvider time, IStringLocalizer<Texts> T)
{
    private const int PageSize = 25;
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly List<GateRow> _rows = [];
    private Coalescer? _coalescer;
    private IDisposable? _subscription;
    private GateWatch? _watch;
    private GateView? _view;
    private IReadOnlyList<InboxCard> _cards = [];
    private Dictionary<InboxTab, int> _counts = [];
    private int _most = PageSize;
    private int _hidden;
    private GateRow? _last;
    private (InboxTab Tab, string? Gate)? _drawn;
    private string? _next;
    private bool _loaded;
    private bool _isUnknown;
    private string? _problem;

    [Inject]
    private GateBoard Board { get; set; } = null!;

    [Inject]
    private DeploymentHistories Histories { get; set; } = null!;

    [Inject]
    private RiskBook Risks { get; set; } = null!;

    /// <summary>The list.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>The very question, as <c>deployment:gate</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Gate { get; set; }

    private InboxTab Chosen => InboxTabs.Find(Tab);

    /// <summary>What is looked at stays when another question comes before it: a dialog may be open.</summary>
    private string? Key => Gate ?? (_watch is { Key: var shown } && _cards.Any(card => card.Key == shown) ? shown : _cards.Count > 0 ? _cards[0].Key : null);

    private string LastDecided => _last is { DecidedAt: { } at } last
        ? T["Inbox.LastDecided", last.Deployment, T[InboxCard.TextOf(last.Status)], last.DecidedBy ?? "", Times.Full(at)]
        : T["Inbox.NothingDecided"];

    protected override void OnInitialized()
    {
        _coalescer = new(time, s_period, () => InvokeAsync(FollowAsync));
        _subscription = Board.Subscribe(current.Tenant, _coalescer.Signal);
    }

    protected override async Task OnParametersSetAsync()
    {
        var before = _drawn;
        _drawn = (Chosen, Gate);
        if (before?.Tab != Chosen)
        {
            await ReloadAsync();
        }
        else if (before != _drawn)
        {
            await TryAsync(LookAsync);
        }
    }

    private Task ReloadAsync() => TryAsync(async () =>
    {
        _shown.Clear();
        _rows.Clear();
        (_next, _most) = (null, PageSize);
        await Board.BeginAsync(current.Tenant);
        if (Chosen is InboxTab.Decided or InboxTab.Reviews)
        {
            await AddPageAsync(Chosen);
        }

        await ArrangeAndLookAsync();
    });

    private Task MoreAsync() => TryAsync(async () =>
    {
        if (Chosen.IsLive())
        {
            _most += PageSize;
        }
        else
        {
            await AddPageAsync(Chosen);
        }

        Arrange();
    });

    private async Task AddPageAsync(InboxTab tab)
    {
        var page = await gates.ListAsync(current.Tenant, tab == InboxTab.Reviews ? GateList.Reviews : GateList.Decided, _next, PageSize, _stop.Token);
        if (tab == Chosen)
        {
            _rows.AddRange(page.Items);
            _next = page.NextCursor;
        }
    }

    /// <summary>What was on screen when somebody answered it stays where it was, and says who did. A page at a time is drawn, whatever waits.</summary>
    private void Arrange()
    {
        var open = Board.Open(current.Tenant);
        _counts = InboxTabs.All.Where(tab => tab.IsLive()).ToDictionary(tab => tab, tab => open.Count(gate => IsOn(tab, gate)));
        if (!Chosen.IsLive())
        {
            (_cards, _hidden) = ([.. _rows.Select(InboxCard.Of)], 0);
            return;
        }

        var waiting = open.Where(gate => IsOn(Chosen, gate)).Take(_most).ToList();
        var keys = waiting.Select(gate => gate.Key).ToHashSet(StringComparer.Ordinal);
        var closed = Board.Closed(current.Tenant).Where(gate => _shown.Contains(gate.Key) && !keys.Contains(gate.Key));
        _cards = [.. waiting.Concat(closed).OrderBy(gate => gate.Gate.AskedAt).ThenBy(gate => gate.Key, StringComparer.Ordinal).Select(gate => InboxCard.Of(gate, current, Risks))];
        _hidden = _counts[Chosen] - waiting.Count;
        _shown.UnionWith(keys);
    }

    private async Task ArrangeAndLookAsync()
    {
        Arrange();
        await LookAsync();
        if (_cards.Count == 0)
        {
            // An empty list says who decided last; nobody else waits for that.
            _last = await gates.ListAsync(current.Tenant, GateList.Decided, cursor: null, limit: 1, _stop.Token) is { Items: [var newest, ..] } ? newest : null;
        }
    }

    private bool IsOn(InboxTab tab, WaitingGate gate) => tab switch
    {
        InboxTab.Mine => gate.WaitsFor(current),
        InboxTab.Groups => gate.Gate.EffectiveRule.Groups.Any(group => current.Groups.Contains(group)),
        InboxTab.Asked => gate.AskedBy == current.Actor,
        _ => true,
    };

    private async Task LookAsync()
    {
        if (Key != _watch?.Key)
        {
            _watch?.Dispose();
            (_view, _isUnknown) = (null, false);
            _watch = Key is { } key ? GateWatch.Of(key, live, places, Histories, gates, Risks, current.Tenant, _coalescer!.Signal) : null;
            _isUnknown = _watch is null && Key is not null;
        }

        if (_watch is { } watch)
        {
            var view = await watch.ReadAsync(_stop.Token);
            if (watch == _watch)
            {
                (_view, _isUnknown) = (view, view is null);
                if (watch.IsBehind)
                {
                    _coalescer!.SignalAfter(s_moment);
                }
            }
        }
    }

    private async Task FollowAsync()
    {
        await TryAsync(ArrangeAndLookAsync);
        StateHasChanged();
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            (_problem, _loaded) = (null, true);
        }
        catch (StoreUnavailableException ex)
        {
            (_problem, _loaded) = (T["Fleet.ProblemText", ex.Message], true);
            _coalescer!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private string Href(InboxTab tab, string? key) => navigation.GetUriWithQueryParameters(
        "/approvals", new Dictionary<string, object?>(StringComparer.Ordinal) { ["tab"] = tab.Word(), ["gate"] = key });

    public void Dispose()
    {
        _stop.Cancel();
        _subscription?.Dispose();
        _watch?.Dispose();
        _coalescer?.Dispose();
    }
}
