using System.Globalization;
using Sluice.Domain.Replay;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>One thing in which two releases differ.</summary>
/// <param name="Field">As the API names it; <c>env.NAME</c> for a variable, whose values are hidden.</param>
/// <param name="Before">Null where there was none.</param>
/// <param name="After">Null where there is none any more.</param>
/// <param name="IsConfiguration">How it runs, not what runs.</param>
public sealed record ReleaseChange(string Field, string? Before, string? After, bool IsConfiguration);

/// <summary>Tells two releases apart, field by field.</summary>
public static class ReleaseChanges
{
    private const string Variable = "env.";

    public static ValueList<ReleaseChange> Between(ReleaseSpec before, ReleaseSpec after) =>
        new ReleaseChange[]
        {
            new("command", Join(before.Command), Join(after.Command), IsConfiguration: false),
            new("endpoints", Join(before.Endpoints), Join(after.Endpoints), IsConfiguration: false),
            new("image", before.Image, after.Image, IsConfiguration: false),
            new("container.port", Port(before), Port(after), IsConfiguration: true),
            new("container.ports", Ports(before), Ports(after), IsConfiguration: true),
            new("container.user", before.Container?.User, after.Container?.User, IsConfiguration: true),
            new("container.memory", Memory(before), Memory(after), IsConfiguration: true),
            new("container.cpus", before.Container?.Cpus?.ToString(CultureInfo.InvariantCulture), after.Container?.Cpus?.ToString(CultureInfo.InvariantCulture), IsConfiguration: true),
            new("container.pull", Pull(before), Pull(after), IsConfiguration: true),
            new("commit_sha", before.CommitSha, after.CommitSha, IsConfiguration: false),
            new("replicas", Number(before.Replicas), Number(after.Replicas), IsConfiguration: true),
            new("readiness.http_path", before.Readiness.HttpPath, after.Readiness.HttpPath, IsConfiguration: true),
            new("readiness.timeout", Durations.Format(before.Readiness.Timeout), Durations.Format(after.Readiness.Timeout), IsConfiguration: true),
        }
        .Concat(
            from name in before.Env.Concat(after.Env).Select(variable => variable.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            select new ReleaseChange(Variable + name, Value(before, name), Value(after, name), IsConfiguration: true))
        .Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal))
        .Select(change => change.Field.StartsWith(Variable, StringComparison.Ordinal) ? change with { Before = Hide(change.Before), After = Hide(change.After) } : change)
        .ToValueList();

    private static string? Value(ReleaseSpec release, string name) => release.Env.FirstOrDefault(variable => string.Equals(variable.Name, name, StringComparison.Ordinal))?.Value;

    /// <summary>A variable's name may say anything, so its value is never shown.</summary>
    private static string? Hide(string? value) => value is null ? null : Masking.Mask;

    private static string? Join(ValueList<string>? words) => words is null ? null : string.Join(' ', words);

    private static string? Port(ReleaseSpec release) => release.Image is null ? null : Number((release.Container ?? ContainerSpec.Default).Port);

    private static string? Ports(ReleaseSpec release) => release.Container?.Ports is { Count: > 0 } ports ? string.Join(' ', ports) : null;

    private static string? Memory(ReleaseSpec release) => release.Container?.Memory is { } bytes ? ByteSizes.Format(bytes) : null;

    private static string? Pull(ReleaseSpec release) => release.Image is null ? null : Words.Of((release.Container ?? ContainerSpec.Default).Pull);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
