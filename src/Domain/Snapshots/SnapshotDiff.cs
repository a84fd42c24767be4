using System.Globalization;

namespace Sluice.Domain.Snapshots;

/// <summary>One field that differs between two snapshots.</summary>
/// <param name="Subject">Whose: <c>live</c> for what was live in each, <c>release 2</c>, or the id of an instance.</param>
/// <param name="Field">As in <c>image</c>, <c>variable MODE</c>, <c>mount /data</c>.</param>
/// <param name="From">Null where it was not there.</param>
/// <param name="To">Null where it is gone.</param>
public sealed record SnapshotDifference(string Subject, string Field, string? From, string? To)
{
    public const string LiveSubject = "live";

    /// <summary>What is said in place of a variable's value.</summary>
    public const string SomeValue = "a value";

    public const string OtherValue = "another value";
}

/// <summary>Something that may differ without that anybody can tell: a value was not kept, or not read.</summary>
/// <param name="Subject">As in <see cref="SnapshotDifference"/>, or <c>snapshot</c>.</param>
/// <param name="Field">As in <c>values of variables</c>, <c>command</c>, <c>details not listed</c>.</param>
public sealed record SnapshotGap(string Subject, string Field)
{
    public const string WholeSubject = "snapshot";
}

/// <summary>What differs between two snapshots, field by field. Pure; of two that are equal nothing does.</summary>
public static class SnapshotDiff
{
    public static ValueList<SnapshotDifference> Between(Snapshot before, Snapshot after) =>
    [
        .. before.Live == after.Live ? [] : Live(before, after),
        .. Releases(before).Intersect(Releases(after)).SelectMany(release => Fields(before, after, release, release, Subject(release))),
        .. Releases(before).Union(Releases(after)).Order().SelectMany(release => Field(Subject(release), "instances", Count(before, release), Count(after, release))),
        .. Instances(before, after),
        .. Field(SnapshotGap.WholeSubject, SnapshotFields.UnlistedInstances, Number(before.LeftOut), Number(after.LeftOut)),
    ];

    /// <summary>What could not be compared. Only where this is empty, too, do both say the same.</summary>
    public static ValueList<SnapshotGap> NotCompared(Snapshot before, Snapshot after) =>
    [
        .. (before.Problem ?? after.Problem) is null ? Array.Empty<SnapshotGap>() : [new(SnapshotGap.WholeSubject, "how instances were made")],
        .. before.LeftOut + after.LeftOut == 0 ? Array.Empty<SnapshotGap>() : [new(SnapshotGap.WholeSubject, SnapshotFields.UnlistedInstances)],
        .. before.Live is { } old && after.Live is { } now && old != now ? Gaps(before, after, old, now, SnapshotDifference.LiveSubject) : [],
        .. Releases(before).Intersect(Releases(after)).SelectMany(release => Gaps(before, after, release, release, Subject(release))),
    ];

    private static IEnumerable<SnapshotGap> Gaps(Snapshot before, Snapshot after, int release, int other, string subject)
    {
        var (old, now) = (FieldsOf(before, release), FieldsOf(after, other));
        var alike = old.Where(field => now.TryGetValue(field.Key, out var value) && (value == field.Value || IsVariable(field.Key))).OrderBy(field => field.Key, StringComparer.Ordinal).ToList();
        if (alike.Any(field => IsVariable(field.Key) && (before.Key != after.Key || field.Value.Length == 0 || now[field.Key].Length == 0)))
        {
            yield return new(subject, "values of variables");
        }

        foreach (var field in alike.Where(field => !IsVariable(field.Key) && SnapshotFields.IsPartOnly(field.Value)))
        {
            yield return new(subject, field.Key);
        }

        if (before.Shapes.Where(shape => shape.Release == release).Concat(after.Shapes.Where(shape => shape.Release == other)).Any(shape => shape.LeftOut > 0))
        {
            yield return new(subject, SnapshotFields.UnlistedDetails);
        }
    }

    private static bool IsVariable(string field) => field.StartsWith(SnapshotFields.Variable, StringComparison.Ordinal);

    private static IEnumerable<SnapshotDifference> Live(Snapshot before, Snapshot after) =>
        Field(SnapshotDifference.LiveSubject, "release", Number(before.Live), Number(after.Live)).Concat(
            before.Live is { } old && after.Live is { } now ? Fields(before, after, old, now, SnapshotDifference.LiveSubject) : []);

    /// <summary>Of instances of one release that were made differently, each value stands beside the others.</summary>
    private static IEnumerable<SnapshotDifference> Fields(Snapshot before, Snapshot after, int release, int other, string subject)
    {
        var comparesMarks = before.Key == after.Key;
        var (old, now) = (FieldsOf(before, release), FieldsOf(after, other));
        return old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(field =>
        {
            var (from, to) = (old.GetValueOrDefault(field), now.GetValueOrDefault(field));
            var isVariable = IsVariable(field);
            return (from, to) switch
            {
                (not null, not null) when isVariable => comparesMarks ? Field(subject, field, from, to).Select(one => one with { From = SnapshotDifference.SomeValue, To = SnapshotDifference.OtherValue }) : [],
                _ when isVariable => Field(subject, field, from is null ? null : SnapshotDifference.SomeValue, to is null ? null : SnapshotDifference.SomeValue),
                _ => Field(subject, field, from, to),
            };
        });
    }

    private static Dictionary<string, string> FieldsOf(Snapshot snapshot, int release) =>
        snapshot.Shapes.Where(shape => shape.Release == release).SelectMany(SnapshotFields.Of).GroupBy(field => field.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(field => field.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), StringComparer.Ordinal);

    private static IEnumerable<SnapshotDifference> Instances(Snapshot before, Snapshot after)
    {
        var (old, now) = (before.Instances.ToDictionary(one => one.Id), after.Instances.ToDictionary(one => one.Id));
        return old.Keys.Union(now.Keys, StringComparer.Ordinal).SelectMany(id =>
        {
            var (from, to) = (old.GetValueOrDefault(id), now.GetValueOrDefault(id));
            return (from, to) switch
            {
                (null, { } come) => [new(id, "instance", From: null, InstanceText(after, come))],
                ({ } gone, null) => [new(id, "instance", InstanceText(before, gone), To: null)],
                ({ } one, { } other) => Changed(id, before, one, after, other),
                _ => Array.Empty<SnapshotDifference>(),
            };
        });
    }

    private static IEnumerable<SnapshotDifference> Changed(string id, Snapshot before, SnapshotInstance one, Snapshot after, SnapshotInstance other) =>
    [
        .. Field(id, "release", Number(before.Shapes[one.Shape].Release), Number(after.Shapes[other.Shape].Release)),
        .. Field(id, "health", one.Health, other.Health),
        .. Field(id, "leaving", one.IsLeaving ? "asked to end" : null, other.IsLeaving ? "asked to end" : null),
        .. Field(id, "since", Instant(one.Since), Instant(other.Since)),
        .. Field(id, "address", one.Address, other.Address),
        .. Field(id, "container", one.Container, other.Container),
        .. Field(id, "pid", Number(one.Pid), Number(other.Pid)),
        .. Field(id, "ports", Joined(one.Ports), Joined(other.Ports)),
    ];

    private static SnapshotDifference[] Field(string subject, string field, string? from, string? to) =>
        string.Equals(from, to, StringComparison.Ordinal) ? [] : [new(subject, field, from, to)];

    private static IEnumerable<int> Releases(Snapshot snapshot) => snapshot.Shapes.Select(shape => shape.Release).Distinct().Order();

    private static string Subject(int release) => string.Create(CultureInfo.InvariantCulture, $"release {release}");

    private static string? Count(Snapshot snapshot, int release) => snapshot.CountOf(release) is > 0 and var count ? Number(count) : null;

    private static string InstanceText(Snapshot snapshot, SnapshotInstance one) => string.Create(CultureInfo.InvariantCulture, $"release {snapshot.Shapes[one.Shape].Release}, {one.Health}");

    private static string? Joined(ValueList<string> words) => words.Count == 0 ? null : string.Join(", ", words);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? Number(int? number) => number is null or 0 ? null : number.Value.ToString(CultureInfo.InvariantCulture);
}
