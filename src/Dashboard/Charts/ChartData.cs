using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Charts;

/// <summary>What the circuit tells the charts: little, and only when the deployment changes. Samples go past it.</summary>
/// <param name="Planned">The future of the split: instants and percent.</param>
/// <param name="Phases">Windows that a phase's charts zoom to.</param>
/// <param name="EndedAt">Null while it runs.</param>
public sealed record ChartData(
    string Deployment, long StartedAt, long? EndedAt, ValueList<PlannedStep> Planned, ValueList<PhaseWindow> Phases, ValueList<Marker> Markers)
{
    /// <summary>The instant of the past that is drawn; null for now.</summary>
    public ReplayMoment? Replay { get; init; }

    public static ChartData Of(Deployment d, IReadOnlyList<Marker> markers) => new(
        d.Id.Value,
        (d.StartedAt ?? d.CreatedAt).ToUnixTimeMilliseconds(),
        (d.Status as DeploymentStatus.Ended)?.At.ToUnixTimeMilliseconds(),
        [.. PlanAhead.Of(d).Select(p => new PlannedStep(p.At.ToUnixTimeMilliseconds(), d.Spec.Plan.Phases[p.Phase].Share.Percent))],
        [.. d.Phases.Select((p, i) => new PhaseWindow(i, p.StartedAt?.ToUnixTimeMilliseconds(), p.EndedAt?.ToUnixTimeMilliseconds())).Where(p => p.From is not null)],
        markers.ToValueList());
}

/// <summary>Where replay's charts end, and what they may show.</summary>
/// <param name="Source">Address of the columns.</param>
/// <param name="At">Nothing that happened later is drawn. Milliseconds since 1970.</param>
/// <param name="Known">What was recorded later was not known then. Milliseconds since 1970.</param>
/// <param name="Version">Of the event that is shown: steps of the split end with it.</param>
/// <param name="ShowsLate">What was not known then is drawn hollow; otherwise it is left out.</param>
public sealed record ReplayMoment(string Source, long At, long Known, long Version, bool ShowsLate);

public sealed record PlannedStep(long At, decimal Share);

public sealed record PhaseWindow(int Phase, long? From, long? To);
