using System.Text.Json.Serialization;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Deployments;

/// <summary>One planned step.</summary>
/// <param name="Hold">How long the share is held at least, counted from the moment it is read back.</param>
public sealed record Phase(Share Share, TimeSpan Hold)
{
    /// <summary>What comes between this phase and the next.</summary>
    public PhaseGap Gap { get; init; } = PhaseGap.None;

    /// <summary>A person must approve before this phase starts.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>Who must approve; null where the plan says no more than that somebody must.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalRule? Approval { get; init; }

    /// <summary>Of a rolling update: how many instances of the new release run in it. Null: all of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Instances { get; init; }

    /// <summary>How long the phase may go on without a decision. Null: four times the hold, at least 15 minutes.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>The share of the requests of which a copy goes to the new release, while users get stable's answers alone; null where nothing is copied.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Share? Mirror { get; init; }

    /// <summary>The share of the requests that the canary gets to answer, copies included.</summary>
    [JsonIgnore]
    public Share Reached => Mirror ?? Share;

    /// <summary>The canary's part of the requests that are compared.</summary>
    [JsonIgnore]
    public Share Compared => Mirror is null ? Share : Mirroring.Compared;

    [JsonIgnore]
    public TimeSpan EffectiveBudget => Budget ?? TimeSpan.FromTicks(Math.Max(Hold.Ticks * 4, TimeSpan.FromMinutes(15).Ticks));
}

/// <summary>What comes after a phase: nothing, a timed gap, or a pause until a person resumes.</summary>
/// <param name="For">Null with <paramref name="UntilResumed"/> false: no gap.</param>
public sealed record PhaseGap(TimeSpan? For, bool UntilResumed)
{
    public static PhaseGap None { get; } = new(For: null, UntilResumed: false);

    public static PhaseGap Person { get; } = new(For: null, UntilResumed: true);

    public static PhaseGap Timed(TimeSpan length) => length > TimeSpan.Zero ? new(length, UntilResumed: false) : None;
}

public enum PlanKind
{
    Linear,
    Stepped,
    Phases,

    /// <summary>One step to everything: a first deployment, or going back to an earlier release.</summary>
    Instant,

    /// <summary>One cut-over, once everything stands beside what is live: blue/green.</summary>
    Switch,

    /// <summary>Instances are replaced batch by batch: a rolling update.</summary>
    Batches,

    /// <summary>One batch of all instances, and nothing serves meanwhile.</summary>
    Recreate,

    /// <summary>Copies of requests first, then one switch.</summary>
    Mirror,
}

/// <summary>The phases of a deployment, shares strictly rising, the last one 100 %.</summary>
public sealed record PhasePlan(PlanKind Kind, ValueList<Phase> Phases)
{
    /// <summary>Who must approve before the new release becomes the live one; null: nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalRule? BeforePromotion { get; init; }

    /// <summary>How long what was live is kept running after a success. Null: <see cref="DeploymentDecider.StandbyKept"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Standby { get; init; }

    /// <summary>Who takes part and stays where; null: everybody, each request for itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserRouting? Users { get; init; }

    /// <summary>Instances take each other's place; null: all of the new release run beside what is live.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RollingLimits? Rolling { get; init; }

    /// <summary>How requests are copied in the phases that say so; null where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Mirroring? Mirror { get; init; }

    /// <summary>Run once when all instances of the release are ready and nobody is served by them yet; only of a switch. Null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HookCommand? PreviewCheck { get; init; }

    [JsonIgnore]
    public int Last => Phases.Count - 1;
}
