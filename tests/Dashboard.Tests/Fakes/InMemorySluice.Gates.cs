using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Engine.Projections;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Questions, folded anew each time somebody asks for them.</summary>
internal sealed partial class InMemorySluice : IGateQueries
{
    public Task<Page<GateRow>> ListAsync(TenantId tenant, GateList list, string? cursor, int limit, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            var from = 0;
            if (cursor is not null && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out from))
            {
                throw new FormatException($"'{cursor}' is not a cursor of this list.");
            }

            var all = Gates(tenant).Where(row => list switch
            {
                GateList.Open => row.DecidedAt is null,
                GateList.Decided => row is { DecidedAt: not null, IsMissingReason: false },
                _ => row is { ReviewDueAt: not null, ReviewedBy: null },
            }).OrderBy(row => list == GateList.Decided ? -row.DecidedAt!.Value.UtcTicks : row.AskedAt.UtcTicks).ToList();
            var next = from + limit < all.Count ? (from + limit).ToString(CultureInfo.InvariantCulture) : null;
            return Task.FromResult(new Page<GateRow>([.. all.Skip(from).Take(limit)], next, all.Count));
        }
    }

    public Task<GateRow?> FindAsync(TenantId tenant, DeploymentId deployment, string gate, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            return Task.FromResult(Gates(tenant).FirstOrDefault(row => row.Deployment == deployment && row.Gate == gate));
        }
    }

    private List<GateRow> Gates(TenantId tenant)
    {
        var rows = new List<GateRow>();
        foreach (var recorded in _all.Where(e => e.Tenant == tenant && e.Event is DeploymentEvent))
        {
            var (id, e) = (DeploymentId.OfStream(recorded.Stream)!.Value, (DeploymentEvent)recorded.Event);
            if (e is GateOpened opened)
            {
                // A question of the plan that is put anew takes the place of the one before.
                var before = opened.Gate.IsOfThePlan ? rows.FindIndex(row => row.Deployment == id && row.DecidedAt is null) : -1;
                if (before >= 0)
                {
                    rows[before] = Decided(rows[before], "closed", e);
                }

                rows.Add(Asked(Load(tenant, id)!.State, opened));
                continue;
            }

            if (e is ReasonOwed owed)
            {
                rows.Add(Unexplained(Load(tenant, id)!.State, owed));
                continue;
            }

            var at = rows.FindIndex(row => row.Deployment == id && (e is ReasonSettled settled ? row.Gate == settled.OwedId : e is BrokenGateReviewed ? row.Incident is not null : row.DecidedAt is null));
            if (at >= 0)
            {
                rows[at] = After(rows[at], e);
            }
        }

        return rows;
    }

    private static GateRow Asked(Deployment state, GateOpened e) => new(
        state.Id, e.Gate.Id, state.Spec.Number, state.Spec.Service, state.Spec.Environment, Words.Of(e.Gate.Kind), "open", e.Gate.Phase, state.Spec.FromRelease, state.Spec.ToRelease,
        10, 50, e.Gate.Question, e.Gate.AskedBy?.Name, e.Gate.AskedAt, e.Gate.ExpiresAt, e.Gate.EffectiveRule.Quorum, e.Gate.EffectiveRule.Groups, [], null, null, null, null, null, null, null);

    private static GateRow Unexplained(Deployment state, ReasonOwed e) => new(
        state.Id, e.OwedId, state.Spec.Number, state.Spec.Service, state.Spec.Environment, "missing_reason", "unexplained", 0, state.Spec.FromRelease, state.Spec.ToRelease,
        10, 10, $"Why was it ordered to {Words.Of(e.Action)}?", e.Origin.By.Name, e.Origin.At, e.ExplainBy, 0, [], [], e.Origin.By.Name, e.Origin.At, null, null, null, e.ReviewDueAt, null);

    private static GateRow After(GateRow row, DeploymentEvent e) => e switch
    {
        ApprovalGiven => row with { Voters = row.Voters.Add(e.Origin.By.Name) },
        ApprovalsVoided => row with { Voters = [] },
        GateLapsed lapsed when row.Kind == Words.Of(GateKind.Override) => Decided(row, lapsed.Why == GateLapse.Rejected ? "rejected" : "closed", e),
        GateLapsed => row with { Status = "lapsed" },
        GateAnswered answer => Decided(row, answer.Approved ? "approved" : "rejected", e),
        GateBroken broken => Decided(row, "broken", e) with { Incident = broken.Incident, ReviewDueAt = broken.ReviewDueAt },
        ReasonSettled settled => row with { ReviewedBy = e.Origin.By.Name, Comment = settled.Text },
        BrokenGateReviewed => row with { ReviewedBy = e.Origin.By.Name },
        ReturnStarted or DeploymentAborted or DeploymentCancelled => Decided(row, "closed", e),
        _ => row,
    };

    private static GateRow Decided(GateRow row, string status, DeploymentEvent e) =>
        row with { Status = status, DecidedBy = e.Origin.By.Name, DecidedAt = e.Origin.At, Comment = e.Origin.Reason };
}
