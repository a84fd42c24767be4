namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A freeze: while it is in force, no new deployment starts and no new phase is entered where it holds.</summary>
/// <param name="State"><c>in_force</c>, <c>upcoming</c>, <c>over</c> or <c>lifted</c>.</param>
/// <param name="Service">Null: every service.</param>
/// <param name="Environment">Null: every environment.</param>
/// <param name="Until">Null: until somebody lifts it.</param>
/// <param name="Weekly">Only this part of each week; null: all the time.</param>
/// <param name="NowOrNext">The stretch in force, or the next one; null when there is none any more.</param>
public sealed record FreezeView(
    string Id,
    string State,
    string Reason,
    string? Service,
    string? Environment,
    DateTimeOffset From,
    DateTimeOffset? Until,
    WeeklyView? Weekly,
    FreezeSpanView? NowOrNext,
    string DeclaredBy,
    DateTimeOffset DeclaredAt,
    FreezeLiftView? Lifted);

/// <summary>A part of every week by the clock of a named zone.</summary>
public sealed record WeeklyView(string FromDay, string FromTime, string UntilDay, string UntilTime, string TimeZone);

/// <param name="Until">Null: it has no end.</param>
public sealed record FreezeSpanView(DateTimeOffset From, DateTimeOffset? Until);

public sealed record FreezeLiftView(string By, DateTimeOffset At, string? Reason);

/// <summary>What became of an order about a freeze.</summary>
/// <param name="Effect"><c>applied</c>, <c>repeated</c> (the command_id was applied before) or <c>none</c>.</param>
/// <param name="Why">For <c>none</c>: why there was nothing to do.</param>
public sealed record FreezeOutcomeView(string Effect, string? Why, FreezeView? Freeze);

/// <summary>What freezes a place now.</summary>
/// <param name="Freeze">The one that lasts longest.</param>
/// <param name="Until">When nothing is frozen there any more, all freezes together; null: when somebody lifts it.</param>
public sealed record FrozenView(string Freeze, string Reason, string By, DateTimeOffset? Until, string Sentence);
