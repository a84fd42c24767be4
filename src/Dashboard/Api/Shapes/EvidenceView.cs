namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What was measured of a deployment: recorded with decisions, and live samples for charts.</summary>
/// <param name="Limits">The lines that values are judged by.</param>
/// <param name="Steps">How the canary's share was asked for and set over time.</param>
/// <param name="Samples">Given only when asked for with <c>since</c>; kept for 30 minutes.</param>
public sealed record EvidenceView(
    string Deployment,
    int? FromRelease,
    int ToRelease,
    IReadOnlyList<RecordedView> Recorded,
    IReadOnlyList<PhaseRowView> Phases,
    IReadOnlyList<LimitView> Limits,
    StepsView Steps,
    SamplesView? Samples);

/// <summary>The numbers behind one recorded verdict.</summary>
/// <param name="Version">Number of the event that recorded it.</param>
public sealed record RecordedView(long Version, DateTimeOffset At, int Phase, string Verdict, string Reason, ArmView Stable, ArmView Canary);

public sealed record PhaseRowView(int Index, decimal Share, string Status, DateTimeOffset? StartedAt, DateTimeOffset? SetAt, DateTimeOffset? EndedAt);

public sealed record LimitView(string Name, string Metric, string Role, double Limit, bool AtLeast);

public sealed record StepsView(IReadOnlyList<StepView> Asked, IReadOnlyList<StepView> Set);

/// <param name="Canary">Percent, from this instant on; null while it is not known.</param>
public sealed record StepView(DateTimeOffset At, decimal? Canary);

/// <summary>One value per column and second.</summary>
/// <param name="UnixMs">Ends of the intervals, in milliseconds since 1970 UTC, ascending.</param>
/// <param name="ServedCanary">Percent of the requests of both arms; null without requests.</param>
public sealed record SamplesView(IReadOnlyList<long> UnixMs, SampleColumns Stable, SampleColumns Canary, IReadOnlyList<double?> ServedCanary);

/// <summary>Counts of the interval alone, and its latencies in milliseconds (null without requests).</summary>
public sealed record SampleColumns(
    IReadOnlyList<long> Requests,
    IReadOnlyList<long> Errors,
    IReadOnlyList<double?> P50,
    IReadOnlyList<double?> P95,
    IReadOnlyList<double?> P99);
