using System.Text.Json.Serialization;
using Sluice.Domain.Services;

namespace Sluice.Domain.Freezes;

/// <summary>What is frozen, when, and why. Never changes; it is lifted, and another one declared.</summary>
/// <param name="Until">Null: until somebody lifts it.</param>
public sealed record FreezeSpec(FreezeId Id, string Reason, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Null: every service.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ServiceName? Service { get; init; }

    /// <summary>Null: every environment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EnvironmentName? Environment { get; init; }

    /// <summary>Only this part of each week; null: all the time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WeeklyWindow? Weekly { get; init; }

    [JsonIgnore]
    public bool IsForAll => Service is null && Environment is null;

    public bool Covers(ServiceName service, EnvironmentName environment) =>
        (Service is not { } only || only == service) && (Environment is not { } place || place == environment);

    /// <summary>The stretches that end after the instant, in order; may be without end.</summary>
    public IEnumerable<FreezeSpan> SpansAfter(DateTimeOffset instant)
    {
        if (Until <= instant)
        {
            yield break;
        }

        if (Weekly is null)
        {
            yield return new(From, Until);
            yield break;
        }

        foreach (var span in Weekly.SpansAfter(instant > From ? instant : From))
        {
            if (span.From >= Until)
            {
                yield break;
            }

            yield return new(span.From > From ? span.From : From, span.Until is { } end && !(end > Until) ? end : Until);
        }
    }
}
