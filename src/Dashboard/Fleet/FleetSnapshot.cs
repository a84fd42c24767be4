namespace Sluice.Dashboard.Fleet;

/// <summary>All lines of one tenant at one moment. Its viewers share it, so nothing in it changes.</summary>
/// <param name="Active">Those that need a person first.</param>
/// <param name="Calm">By name. The same array as before when no calm line has changed.</param>
public sealed record FleetSnapshot(FleetLine[] Active, FleetLine[] Calm)
{
    // The same for everybody: what waits for a reader is counted when one asks.
    private readonly int[] _counts = new int[FleetGroups.All.Count];

    public static FleetSnapshot Empty { get; } = new([], []);

    public int Services { get; private init; }

    /// <summary>Why some lines may be old; null when all are fresh.</summary>
    public string? Problem { get; init; }

    /// <summary>False until the lines were drawn once.</summary>
    public bool IsLoaded { get; private init; }

    /// <summary>When a release went live last, anywhere.</summary>
    public DateTimeOffset? LastChange { get; private init; }

    public int Total => Active.Length + Calm.Length;

    public int Count(FleetGroup group, FleetReader reader) => group is FleetGroup.Needs ? Active.Count(reader.IsNeeded) : _counts[(int)group];

    /// <param name="lines">By name.</param>
    /// <param name="before">Whose calm lines are kept when they are the same.</param>
    public static FleetSnapshot Of(IEnumerable<FleetLine> lines, int services, FleetSnapshot before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var byCalm = lines.ToLookup(line => line.IsCalm);
        FleetLine[] calm = [.. byCalm[true]];
        var snapshot = new FleetSnapshot([.. FleetOrder.Sorted(byCalm[false])], calm.AsSpan().SequenceEqual(before.Calm, Same) ? before.Calm : calm)
        {
            Services = services,
            IsLoaded = true,
            LastChange = byCalm.SelectMany(group => group).Max(line => line.LiveSince),
        };
        foreach (var group in FleetGroups.All)
        {
            snapshot._counts[(int)group] = group is FleetGroup.Calm ? calm.Length : snapshot.Active.Count(line => group.Holds(line, FleetReader.Nobody));
        }

        return snapshot;
    }

    private static IEqualityComparer<FleetLine> Same { get; } = EqualityComparer<FleetLine>.Create((a, b) => ReferenceEquals(a, b), line => line.Key.GetHashCode(StringComparison.Ordinal));
}
