using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Approvals;

/// <summary>Follows one question: its deployment as it is, and what history says about it.</summary>
internal sealed class GateWatch : IDisposable
{
    private readonly IGateQueries _gates;
    private readonly RiskBook _risks;
    private readonly TenantId _tenant;
    private readonly DeploymentId _deployment;
    private readonly string _gate;
    private readonly DeploymentWatch _watch;
    private GateRow? _row;

    private GateWatch(
        string key, DeploymentId deployment, string gate, ILiveStates live, IPlaceStatuses places, DeploymentHistories histories, IGateQueries gates, RiskBook risks, TenantId tenant, Action changed)
    {
        (Key, _deployment, _gate, _gates, _risks, _tenant) = (key, deployment, gate, gates, risks, tenant);
        _watch = new(live, places, histories, tenant, ServiceName.From(deployment.Value[..deployment.Value.LastIndexOf('-')]), deployment, changed);
    }

    /// <summary>How links name the question.</summary>
    public string Key { get; }

    /// <summary>History is a moment behind: asking again shortly is worth it.</summary>
    public bool IsBehind { get; private set; }

    /// <returns>Null when that cannot be the name of a question.</returns>
    public static GateWatch? Of(string key, ILiveStates live, IPlaceStatuses places, DeploymentHistories histories, IGateQueries gates, RiskBook risks, TenantId tenant, Action changed)
    {
        var colon = key.LastIndexOf(':');
        var deployment = DeploymentId.From(colon > 0 ? key[..colon] : string.Empty);
        return deployment.Value.LastIndexOf('-') > 0 ? new(key, deployment, key[(colon + 1)..], live, places, histories, gates, risks, tenant, changed) : null;
    }

    /// <returns>Null when there is no such question.</returns>
    /// <exception cref="StoreUnavailableException">What is not in memory cannot be read.</exception>
    public async Task<GateView?> ReadAsync(CancellationToken ct)
    {
        if (await _watch.ReadAsync(ct) is not { } view)
        {
            return null;
        }

        var open = view.State.OpenGate is { } gate && gate.Id == _gate ? gate : null;
        var waits = open is not null || view.State.GateBefore?.Id == _gate;
        if (_row is null || !waits)
        {
            _row = await _gates.FindAsync(_tenant, _deployment, _gate, ct);
        }

        IsBehind = _row is null ? waits || Owes(view.State, _gate) : !waits && (_row.DecidedAt is null || IsReviewBehind(view.State, _row));
        return open is null && _row is null
            ? null
            : new(Key, BarView.Of(view), open, _row) { Service = view.Service, Before = await _risks.BeforeAsync(_tenant, view.Place, ct) };
    }

    private static bool IsReviewBehind(Deployment state, GateRow row) => row is { ReviewedBy: null, ReviewDueAt: not null }
        && (row.IsMissingReason ? !Owes(state, row.Gate) : state.BrokenGate is { ReviewedBy: not null } broken && broken.GateId == row.Gate);

    private static bool Owes(Deployment state, string id) => state.OwedReasons.Any(owed => owed.Id == id);

    public void Dispose() => _watch.Dispose();
}
