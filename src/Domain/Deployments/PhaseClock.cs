namespace Sluice.Domain.Deployments;

/// <summary>The timers of the phase under way: going (instants) or frozen (what is left).</summary>
/// <param name="DueAt">Earliest end of the hold or of the gap.</param>
/// <param name="BudgetEndsAt">When the phase must have been decided.</param>
public sealed record PhaseClock(DateTimeOffset? DueAt, DateTimeOffset? BudgetEndsAt)
{
    public TimeSpan? DueIn { get; init; }

    public TimeSpan? BudgetIn { get; init; }

    public static PhaseClock Stopped { get; } = new(DueAt: null, BudgetEndsAt: null);

    public PhaseClock Freeze(DateTimeOffset now) => new(DueAt: null, BudgetEndsAt: null)
    {
        DueIn = DueAt is { } due ? Left(due, now) : DueIn,
        BudgetIn = BudgetEndsAt is { } end ? Left(end, now) : BudgetIn,
    };

    /// <summary>The instants at which a frozen clock, set going now, will be due.</summary>
    public (DateTimeOffset? DueAt, DateTimeOffset? BudgetEndsAt) Thaw(DateTimeOffset now) =>
        (DueIn is { } due ? now + due : DueAt, BudgetIn is { } budget ? now + budget : BudgetEndsAt);

    public PhaseClock Extend(TimeSpan by) => new(DueAt + by, BudgetEndsAt + by) { DueIn = DueIn + by, BudgetIn = BudgetIn + by };

    private static TimeSpan Left(DateTimeOffset end, DateTimeOffset now) => end > now ? end - now : TimeSpan.Zero;
}
