using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A freeze to declare. With a reason alone it freezes everything, now, until somebody lifts it.</summary>
public sealed record FreezeBody(
    [property: Description("1 to 500 characters; shown wherever it holds something.")] string Reason,
    [property: Description("Left out: every service.")] string? Service,
    [property: Description("Left out: every environment.")] string? Environment,
    [property: Description("An instant such as 2026-12-24T16:00:00Z; left out: now.")] DateTimeOffset? From,
    [property: Description("Left out: until somebody lifts it.")] DateTimeOffset? Until,
    [property: Description("Only this part of each week.")] WeeklyBody? Weekly,
    string? CommandId);

public sealed record WeeklyBody(
    [property: Description("monday to sunday.")] string FromDay,
    [property: Description("By the clock of the zone, such as 16:00.")] string FromTime,
    string UntilDay,
    string UntilTime,
    [property: Description("A name of the IANA time zone database, such as Europe/Berlin.")] string TimeZone);

/// <summary>Ends a freeze before its time.</summary>
public sealed record LiftBody([property: Description("Why, at most 2,000 characters; recorded.")] string? Reason, string? CommandId);
