using Sluice.Domain.Services;

namespace Sluice.Domain.Freezes;

/// <summary>A freeze as somebody asks for it.</summary>
/// <param name="From">Null: now.</param>
/// <param name="Until">Null: until somebody lifts it.</param>
public sealed record FreezeRequest(string Reason, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    public ServiceName? Service { get; init; }

    public EnvironmentName? Environment { get; init; }

    public WeeklyWindow? Weekly { get; init; }

    public bool IsForAll => Service is null && Environment is null;
}
