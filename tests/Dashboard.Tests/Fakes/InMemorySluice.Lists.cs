using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Lists, folded anew at every question.</summary>
internal sealed partial class InMemorySluice : IDeploymentQueries, IProjectionStatuses
{
    public Task<IReadOnlyList<ProjectionStatus>> ReadAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            return Task.FromResult<IReadOnlyList<ProjectionStatus>>([new("deployments", _all.Count, Lag: 0, clock.GetUtcNow(), Error: null)]);
        }
    }

    public Task<Page<DeploymentRow>> ListAsync(TenantId tenant, DeploymentFilter filter, string? cursor, int limit, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            var before = long.MaxValue;
            if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            {
                throw new FormatException($"'{cursor}' is not a cursor of this list.");
            }

            var matching = _all
                .Where(e => e.Tenant == tenant && e.Event is DeploymentEvent.DeploymentCreated)
                .Select(e => (e.Position, Row: Row(tenant, ((DeploymentEvent.DeploymentCreated)e.Event).Spec.Id)))
                .Where(x => Matches(x.Row, filter))
                .OrderByDescending(x => x.Position)
                .ToList();
            var page = matching.Where(x => x.Position < before).Take(limit + 1).ToList();
            var next = page.Count > limit ? page[limit - 1].Position.ToString(CultureInfo.InvariantCulture) : null;
            return Task.FromResult(new Page<DeploymentRow>([.. page.Take(limit).Select(x => x.Row)], next, matching.Count));
        }
    }

    public Task<IReadOnlyList<MetricRow>> MetricsAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            return Task.FromResult<IReadOnlyList<MetricRow>>([.. Read(tenant, deployment.Stream).Select(Metric).OfType<MetricRow>()]);
        }
    }

    public Task<IReadOnlyList<PhaseRow>> PhasesAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            var state = Load(tenant, deployment)?.State;
            return Task.FromResult<IReadOnlyList<PhaseRow>>(
                [.. (state?.Phases ?? []).Select((phase, i) => new PhaseRow(i, state!.Spec.Plan.Phases[i].Share.Percent, Words.Of(phase.Status), phase.StartedAt, phase.SetAt, phase.EndedAt))]);
        }
    }

    private DeploymentRow Row(TenantId tenant, DeploymentId id)
    {
        var (d, version) = Load(tenant, id)!;
        var superseded = Read(tenant, d.Spec.Service.Stream).Any(e => e.Event is ServiceEvent.DeploymentSuperseded s && s.Deployment == id);
        return new(
            tenant,
            id,
            d.Spec.Number,
            d.Spec.Service,
            d.Spec.Environment,
            Words.Of(d.Spec.Kind),
            Words.Of(d.Spec.Strategy),
            Words.Status(d.Status),
            d.Stage is { } stage ? Words.Of(stage) : null,
            d.Status is DeploymentStatus.Paused p ? Words.Of(p.Reason) : null,
            d.Status is DeploymentStatus.Ended e ? e.Reason : null,
            d.Spec.FromRelease,
            d.Spec.ToRelease,
            d.Phase,
            d.Phases.Count,
            d.Asked.Canary.Percent,
            d.Set?.Canary.Percent,
            d.Progress,
            d.OpenGate?.Id,
            superseded,
            d.CreatedBy.Name,
            d.CreatedAt,
            d.StartedAt,
            (d.Status as DeploymentStatus.Ended)?.At,
            Read(tenant, id.Stream)[^1].At,
            version)
        {
            Course = CourseOf(Read(tenant, id.Stream).Select(recorded => recorded.Event).OfType<DeploymentEvent>()),
        };
    }

    private static Course CourseOf(IEnumerable<DeploymentEvent> events)
    {
        var (state, course) = (default(Deployment), Course.None);
        foreach (var @event in events)
        {
            (course, state) = (course.After(state, @event), Deployment.Evolve(state, @event));
        }

        return course;
    }

    private static bool Matches(DeploymentRow row, DeploymentFilter filter) =>
        (filter.Service is null || row.Service == filter.Service)
        && (filter.Environment is null || row.Environment == filter.Environment)
        && (filter.Strategy is not { } strategy || row.Strategy == Words.Of(strategy))
        && (filter.Statuses is not { Count: > 0 } statuses || statuses.Contains(row.Status))
        && (filter.Recorded is null || filter.Recorded == (row.Kind == Words.Of(DeploymentKind.Initial)))
        && (filter.Active is null || filter.Active == (row.EndedAt is null));

    private static MetricRow? Metric(Recorded recorded) => recorded.Event switch
    {
        DeploymentEvent.VerdictChanged e => Metric(recorded, e.Phase, e.Verdict),
        DeploymentEvent.EvidenceRecorded e => Metric(recorded, e.Phase, e.Verdict),
        _ => null,
    };

    private static MetricRow Metric(Recorded recorded, int phase, Verdict verdict)
    {
        var (stable, canary) = (verdict.Stable, verdict.Canary);
        return new(
            recorded.Version, recorded.At, phase, Words.Of(verdict.Kind), Words.Of(verdict.Reason),
            stable?.Requests ?? 0, stable?.Errors ?? 0, stable?.P50, stable?.P95, stable?.P99,
            canary?.Requests ?? 0, canary?.Errors ?? 0, canary?.P50, canary?.P95, canary?.P99);
    }
}
