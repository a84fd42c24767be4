using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Domain.Replay;
using Sluice.Domain.Services;

namespace Sluice.Domain.Snapshots;

/// <summary>From what a runtime says to what may be kept: without secrets, without what differs from instance to instance anyway, and never longer than it may be.</summary>
public static partial class SnapshotMaker
{
    public const int MostInstances = 200;

    /// <summary>Characters of all shapes together.</summary>
    public const int MostText = 32_000;

    public const int LongestText = 200;

    internal const string CutOff = "…";

    private const int MostPorts = 8;
    private const int MostWords = 200;

    // Much more than is kept, so that no half of a secret is left at the end, and little enough to be looked through quickly.
    private const int LongestRead = 10_000;
    private const int LongestMasked = 2_000;

    /// <summary>What an item takes besides its text.</summary>
    private const int ItemCost = 20;

    private const string OwnPrefix = "SLUICE_";
    private const string OwnLabels = "sluice.";
    private const string Port = "{port}";

    /// <summary>Shorter ones are words that occur anyway.</summary>
    private const int ShortestSecret = 8;

    /// <param name="mark">Of a variable's name and value.</param>
    /// <param name="key">Names the key of the marks.</param>
    public static Snapshot Make(int? live, IEnumerable<SeenInstance> seen, string? key, Func<EnvironmentVariable, string> mark)
    {
        var all = seen.OrderBy(one => one.Release).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        var (shapes, instances, left) = (new List<(SnapshotShape Whole, SnapshotShape Kept)>(), new List<SnapshotInstance>(), MostText);
        foreach (var one in all.Take(MostInstances))
        {
            var shape = ShapeOf(one, mark);
            var index = shapes.FindIndex(known => known.Whole == shape);
            if (index < 0)
            {
                index = shapes.Count;
                shapes.Add((shape, Fit(shape, ref left)));
            }

            instances.Add(new(Short(one.Id), index, one.Health, one.Since)
            {
                Address = one.Address is { Length: > 0 } address ? Short(address) : null,
                Container = one.Container is { } container ? Short(container) : null,
                Pid = one.Pid,
                Ports = one.Detail.Ports.Order(StringComparer.Ordinal).Take(MostPorts).Select(port => Short(port)).ToValueList(),
                IsLeaving = one.IsLeaving,
            });
        }

        return new(shapes.Select(shape => shape.Kept).ToValueList(), instances.ToValueList()) { Live = live, Key = key, LeftOut = all.Count - instances.Count };
    }

    private static SnapshotShape ShapeOf(SeenInstance one, Func<EnvironmentVariable, string> mark)
    {
        var detail = one.Detail;

        var secrets = detail.Variables.Where(variable => variable.Value.Length >= ShortestSecret && !SecretWords.IsPath(variable.Value) && !IsOwn(variable, detail)).Select(variable => variable.Value)
            .Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length).ToList();
        return new(one.Release)
        {
            Image = Short(detail.Image),
            ImageId = Short(detail.ImageId),
            Digest = Short(one.Digest),
            Program = Short(detail.Program),
            Command = SecretWords.Masked(detail.Command.Take(MostWords).Select(word => Common(Cut(word, LongestRead), detail.OwnPort)), one.Command.ToHashSet(StringComparer.Ordinal)).Select(word => Short(Clean(word))).ToValueList(),
            Directory = Short(detail.Directory),
            User = Short(detail.User),
            Memory = detail.Memory,
            MemoryReservation = detail.MemoryReservation,
            Cpus = detail.Cpus,
            Variables = detail.Variables.Where(variable => !IsOwn(variable, detail))
                .Select(variable => new SnapshotVariable(Short(variable.Name), mark(variable with { Value = Common(variable.Value, detail.OwnPort) })))
                .OrderBy(variable => variable.Name, StringComparer.Ordinal).DistinctBy(variable => variable.Name).ToValueList(),
            Labels = detail.Labels.Where(label => !label.Name.StartsWith(OwnLabels, StringComparison.Ordinal))
                .Select(label => new SnapshotLabel(Short(label.Name), Short(Masking.OfText(Cut(label.Value, LongestMasked))))).OrderBy(label => label.Name, StringComparer.Ordinal).DistinctBy(label => label.Name).ToValueList(),
            Mounts = detail.Mounts.Select(mount => mount with { Target = Short(mount.Target), Source = Short(mount.Source) }).OrderBy(mount => mount.Target, StringComparer.Ordinal).DistinctBy(mount => mount.Target).ToValueList(),
        };

        string Clean(string word) => Masking.OfText(Cut(secrets.Aggregate(word, (text, secret) => text.Replace(secret, Masking.Mask, StringComparison.Ordinal)), LongestMasked));
    }

    private static bool IsOwn(EnvironmentVariable variable, InstanceDetail detail) =>
        variable.Name is "PORT" || variable.Name.StartsWith(OwnPrefix, StringComparison.Ordinal) || detail.OwnNames.Contains(variable.Value);

    /// <summary>With the port that only this instance has written as its place is in a release.</summary>
    private static string Common(string text, int? port) =>
        port is { } own && text.Contains(own.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            ? Numbers().Replace(text, number => number.ValueSpan.SequenceEqual(own.ToString(CultureInfo.InvariantCulture)) ? Port : number.Value)
            : text;

    /// <summary>Leaves out what there is no room for, and counts it.</summary>
    private static SnapshotShape Fit(SnapshotShape shape, ref int left)
    {
        var needs = Length(shape.Image) + Length(shape.ImageId) + Length(shape.Digest) + Length(shape.Program) + Length(shape.Directory) + Length(shape.User);
        var leftOut = 0;
        if (needs > left)
        {
            return new(shape.Release) { LeftOut = shape.Command.Count + shape.Mounts.Count + shape.Variables.Count + shape.Labels.Count + 1 };
        }

        left -= needs;
        return shape with
        {
            Command = Cut(shape.Command, word => word.Length, ref left, ref leftOut),
            Mounts = Cut(shape.Mounts, mount => Length(mount.Target) + Length(mount.Source), ref left, ref leftOut),
            Variables = Cut(shape.Variables, variable => Length(variable.Name) + Length(variable.Mark), ref left, ref leftOut),
            Labels = Cut(shape.Labels, label => Length(label.Name) + Length(label.Value), ref left, ref leftOut),
            LeftOut = leftOut,
        };
    }

    private static ValueList<T> Cut<T>(ValueList<T> items, Func<T, int> length, ref int left, ref int leftOut)
    {
        var count = 0;
        while (count < items.Count && left >= length(items[count]) + ItemCost)
        {
            left -= length(items[count]) + ItemCost;
            count++;
        }

        leftOut += items.Count - count;
        return count == items.Count ? items : items.Take(count).ToValueList();
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;

    private static int Length(string? text) => text?.Length ?? 0;

    [return: NotNullIfNotNull(nameof(text))]
    private static string? Short(string? text) => text is { Length: > LongestText } ? string.Concat(text.AsSpan(0, LongestText - 1), CutOff) : text;

    [GeneratedRegex(@"[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
