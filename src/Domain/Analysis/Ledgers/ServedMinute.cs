namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What the live release of a place served in one minute, at rest or beside a canary.</summary>
/// <param name="From">Start of the minute, UTC.</param>
/// <param name="Window">Shorter than a minute where not all of it was counted.</param>
public sealed record ServedMinute(DateTimeOffset From, ArmWindow Window)
{
    public static TimeSpan Length { get; } = TimeSpan.FromMinutes(1);
}
