using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Fleet;

/// <summary>A line with the words of this second: equal as long as nothing that is drawn differs.</summary>
public sealed record FleetRowView(FleetLine Line, string? InState, string? Next, Spark? Spark)
{
    /// <summary>Of when the worst check's values are; null while they are fresh, so that nothing is sent as long as nothing is wrong.</summary>
    public DateTimeOffset? OldSince { get; init; }

    /// <summary>Orders for several go to it as well.</summary>
    public bool IsChosen { get; init; }

    /// <summary>The reader marked its place.</summary>
    public bool IsStarred { get; init; }

    /// <summary>What the reader wants to see of it.</summary>
    public FleetColumns Columns { get; init; } = FleetColumns.All;

    internal static FleetRowView Of(FleetLine line, Spark? spark, IStringLocalizer<Texts> texts, DateTimeOffset now) => line switch
    {
        { Deployment: { } d, IsCalm: false } => new(line, Times.Length(now - StateSince.Of(d)), NextStep.Of(line, texts, now), spark) { OldSince = line.Measured is { } measured && now > measured.OldFrom ? measured.At : null },
        _ => new(line, InState: null, Next: null, Spark: null),
    };
}
