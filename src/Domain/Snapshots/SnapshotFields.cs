using System.Globalization;
using Sluice.Domain.Replay;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Snapshots;

/// <summary>A shape as named fields, for people and for comparison.</summary>
public static class SnapshotFields
{
    internal const string Variable = "variable ";
    internal const string UnlistedDetails = "details not listed";
    internal const string UnlistedInstances = "instances not listed";

    public static IEnumerable<(string Name, string Value)> Of(SnapshotShape shape)
    {
        (string Name, string? Value)[] single =
        [
            ("image", shape.Image),
            ("image id", shape.ImageId),
            ("digest", shape.Digest),
            ("program", shape.Program),
            ("command", shape.Command.Count > 0 ? string.Join(' ', shape.Command) : null),
            ("directory", shape.Directory),
            ("user", shape.User),
            ("memory", Size(shape.Memory)),
            ("memory reservation", Size(shape.MemoryReservation)),
            ("cpus", shape.Cpus?.ToString(CultureInfo.InvariantCulture)),
            (UnlistedDetails, shape.LeftOut > 0 ? shape.LeftOut.ToString(CultureInfo.InvariantCulture) : null),
        ];
        return single.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!))
            .Concat(shape.Mounts.Select(mount => ($"mount {mount.Target}", $"{mount.Type}{(mount.Source is { } source ? $" {source}" : "")}, {(mount.ReadOnly ? "read only" : "writable")}")))
            .Concat(shape.Variables.Select(variable => ($"{Variable}{variable.Name}", variable.Mark)))
            .Concat(shape.Labels.Select(label => ($"label {label.Name}", label.Value)));
    }

    /// <summary>Something was masked or cut off, so that two which look the same need not be.</summary>
    internal static bool IsPartOnly(string value) => value.Contains(Masking.Mask, StringComparison.Ordinal) || value.Contains(SnapshotMaker.CutOff, StringComparison.Ordinal);

    private static string? Size(long? bytes) => bytes is { } size ? ByteSizes.Format(size) : null;
}
