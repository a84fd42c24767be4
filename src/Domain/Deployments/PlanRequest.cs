using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Deployments;

/// <summary>A plan as asked for, before its rules are checked. Numbers are as found: they may be wrong.</summary>
public sealed record PlanRequest(PlanKind Kind)
{
    /// <summary>Linear: how many equal steps; 10 unless told.</summary>
    public int? Steps { get; init; }

    /// <summary>Linear: percent per step, instead of a number of steps.</summary>
    public decimal? StepWeight { get; init; }

    /// <summary>Hold of every phase that does not say its own. Linear 5 min, stepped 10 min unless told; of a switch the soak, 10 min, and so with mirror for both.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>Gap after every phase but the last. Linear 2 min, stepped 5 min unless told.</summary>
    public TimeSpan? Pause { get; init; }

    public ValueList<PhaseRequest> Phases { get; init; } = [];

    /// <summary>Mirror: what is copied; null for the usual.</summary>
    public Mirroring? Mirror { get; init; }

    /// <summary>Switch and mirror: who must approve before the cut-over; null: nobody.</summary>
    public ApprovalRule? BeforeSwitch { get; init; }

    /// <summary>Switch: run once when all instances of the release are ready, before anybody is asked or served; null: nothing.</summary>
    public HookCommand? PreviewCheck { get; init; }

    /// <summary>How long what was live is kept running after a success, 0 s to 30 days. Null: 2 min, after a switch 10 min.</summary>
    public TimeSpan? Standby { get; init; }

    /// <summary>Who takes part and stays where; null: everybody, each request for itself.</summary>
    public UserRouting? Users { get; init; }

    /// <summary>Batches: how instances are replaced.</summary>
    public RollingRequest? Rolling { get; init; }

    /// <summary>Instances take each other's place.</summary>
    public bool IsInPlace => Kind is PlanKind.Batches or PlanKind.Recreate;

    /// <summary>What the release has, 1 to 100. It follows from the release.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>What the release that is live has; null where none is, or it is not known.</summary>
    public int? InstancesNow { get; init; }

    /// <summary>Batches: what comes first where nobody said it.</summary>
    public UpdateOrder UsualOrder { get; init; }

    /// <summary>Who must approve before the new release becomes the live one; null: nobody.</summary>
    public ApprovalRule? BeforePromotion { get; init; }
}

/// <summary>One explicit phase as asked for.</summary>
public sealed record PhaseRequest(decimal? Share)
{
    public TimeSpan? Hold { get; init; }

    public PhaseGap Gap { get; init; } = PhaseGap.None;

    public bool NeedsApproval { get; init; }

    /// <summary>Who must approve; null with <see cref="NeedsApproval"/>: anyone.</summary>
    public ApprovalRule? Approval { get; init; }

    public TimeSpan? Budget { get; init; }
}
