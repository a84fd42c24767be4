using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Fleet;

/// <summary>Everything that is on its way, those that need a person first. Changes of state are drawn at once, numbers once a second.</summary>
public sealed partial class FleetPage : IDisposable
{
    /// <summary>Above this many, only the lines in view are drawn: a page may hold 3,000 nodes.</summary>
    private const int Many = 40;

    private const int FirstScreen = 12;

    // Pixels that a line is expected to take.
    private const float RoomOfActive = 64;
    private const float RoomOfCalm = 44;

    private const string Starred = "is:starred";

    private const string FirstStep =
        """
        curl -X POST http://127.0.0.1:5170/api/services \
          -H "Authorization: Bearer $SLUICE_TOKEN" \
          -H "Content-Type: application/json" \
          -d '{"name": "checkout", "environments": [{"name": "production",
               "runtime": {"kind": "process"}, "router": {"kind": "gateway", "host": "checkout.local"}}]}'
        """;

    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(3);

    private readonly FleetOrder _order = new();
    private readonly HashSet<DeploymentId> _chosen = [];
    private FleetFeed? _feed;
    private FleetReader? _reader;
    private IDisposable? _seat;
    private FleetSnapshot _snapshot = FleetSnapshot.Empty;
    private FleetLine[] _active = [];
    private FleetLine[] _calm = [];
    private FleetEntry[] _activeEntries = [];
    private FleetEntry[] _calmEntries = [];
    private (FleetLine[] Of, string? Q, FleetGroup? Chosen, FleetGrouping? By, int Stars) _calmIsOf;
    private string? _starProblem;
    private string? _typed;
    private string? _q;
    private FleetColumns _columns = FleetColumns.All;
    private bool _calmIsOpen;
    private bool _inTable;
    private bool _left;
    private DateTimeOffset _leftAt;

    [Inject]
    private FleetFeeds Feeds { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private AddressTrail Trail { get; set; } = null!;

    [Inject]
    private Stars Stars { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    /// <summary>The counter that filters.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>The text that filters.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>By what the lines stand together.</summary>
    [SupplyParameterFromQuery]
    public string? Group { get; set; }

    /// <summary>The saved view that the filter came from.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    private FleetReader Reader => _reader ??= FleetReader.Of(Current, Stars);

    private FleetGroup? Chosen => FleetGroups.Find(State);

    private FleetGrouping? By => FleetGroupings.Find(Group);

    private string? GroupWord => By is { } by ? Words.Of(by) : null;

    private bool OnlyStarred => string.Equals(Q?.Trim(), Starred, StringComparison.Ordinal);

    /// <summary>Opened without saying what to see.</summary>
    private bool IsStart => new Uri(Navigation.Uri) is { AbsolutePath: "/", Query: "" };

    private bool IsFiltered => Chosen is not null || !string.IsNullOrWhiteSpace(Q);

    private bool CalmIsOpen => _calmIsOpen || Chosen is FleetGroup.Calm || !string.IsNullOrEmpty(Q);

    /// <summary>Only the lines in view are drawn.</summary>
    private bool IsLong => _active.Length > Many || (CalmIsOpen && _calm.Length > Many);

    /// <summary>Columns of the table: those that stay, and those that were chosen.</summary>
    private int Width => 6 + _columns.Count();

    private bool Holds => _inTable || Time.GetUtcNow() - _leftAt < s_settled;

    /// <summary>As they are now, whether or not the filter still shows them. What has ended meanwhile is not among them.</summary>
    private IReadOnlyList<FleetLine> ChosenLines => _chosen.Count == 0 ? [] : [.. _snapshot.Active.Where(line => line is { Deployment: { } deployment, Place: not null } && _chosen.Contains(deployment.Id))];

    private string? Problem => _snapshot.Problem is { } problem ? T["Fleet.ProblemText", problem].Value : null;

    protected override async Task OnInitializedAsync()
    {
        _feed = Feeds.Of(Current.Tenant);
        var seat = await _feed.JoinAsync(() => _ = InvokeAsync(Draw));
        if (_left)
        {
            seat.Dispose();
            return;
        }

        _seat = seat;
        await LoadStarsAsync();
    }

    /// <summary>Without them the fleet stands all the same.</summary>
    private async Task LoadStarsAsync()
    {
        try
        {
            await Stars.LoadAsync(CancellationToken.None);
            if (Stars.Count > 0)
            {
                Arrange(Holds);
            }
        }
        catch (StoreUnavailableException)
        {
            // Said in the strip of the page; the next one that is marked reads them again.
        }
    }

    private async Task StarAsync(FleetLine line)
    {
        try
        {
            _starProblem = await Stars.ToggleAsync(line, CancellationToken.None) ? null : T["Fleet.StarsFull", Stars.Most].Value;
            Arrange(Holds);
        }
        catch (StoreUnavailableException)
        {
            _starProblem = T["Form.StoreDown"];
        }
    }

    protected override void OnParametersSet()
    {
        FollowAddress();
        Arrange(hold: false);
    }

    /// <summary>The address follows what is typed, and lags behind it: only what came from elsewhere is put into the field.</summary>
    private void FollowAddress()
    {
        if (_q == Q)
        {
            return;
        }

        _q = Q;
        if (!Trail.IsBehind && Wanted(_typed) != Q)
        {
            _typed = Q;
        }
    }

    private void Draw()
    {
        Arrange(Holds);
        StateHasChanged();
    }

    private void Arrange(bool hold)
    {
        if (_feed is null)
        {
            return;
        }

        _snapshot = _feed.Now;
        var filter = FleetFilter.Parse(Q);
        bool Shows(FleetLine line) => filter.Matches(line, Reader) && (Chosen is not { } group || group.Holds(line, Reader));
        _active = [.. _order.Arrange(_snapshot.Active.Where(Shows).Select(Reader.See), hold)];

        _activeEntries = FleetGroupings.Arrange(_active, By);

        // Many thousands, which change rarely: filtered again only when they or the filter differ.
        var calmIsOf = (_snapshot.Calm, Q, Chosen, By, Stars.Changes);
        if (_calmIsOf != calmIsOf)
        {
            _calmIsOf = calmIsOf;
            _calm = IsFiltered ? [.. _snapshot.Calm.Where(Shows)] : _snapshot.Calm;
            _calmEntries = FleetGroupings.Arrange(_calm, By);
        }
    }

    /// <summary>Asked for by the lines that are drawn, so that only those in view cost anything.</summary>
    private FleetRowView RowOf(FleetLine line) =>
        FleetRowView.Of(line, _feed!.SparkOf(line), T, Time.GetUtcNow()) with { IsChosen = line.Deployment is { } deployment && _chosen.Contains(deployment.Id), IsStarred = Stars.Has(line), Columns = _columns };

    private void Choose(FleetLine line)
    {
        if (!_chosen.Remove(line.Deployment!.Id))
        {
            _chosen.Add(line.Deployment.Id);
        }
    }

    private string Href(FleetGroup? group, string? q, FleetGrouping? by) => Navigation.GetUriWithQueryParameters("/fleet", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["state"] = group is { } g ? Words.Of(g) : null,
        ["q"] = Wanted(q),
        ["group"] = by is { } word ? Words.Of(word) : null,
    });

    private static string? Wanted(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private void Filter(string? text)
    {
        _typed = text;
        if (Trail.IsBehind || Wanted(text) != Q)
        {
            Trail.ReplaceAll(Href(Chosen, text, By));
        }
    }

    private Task RetryAsync() => _feed!.RetryAsync();

    private void Enter() => _inTable = true;

    private void Leave() => (_inTable, _leftAt) = (false, Time.GetUtcNow());

    private void Release() => Arrange(hold: false);

    public void Dispose()
    {
        _left = true;
        _seat?.Dispose();
    }
}
