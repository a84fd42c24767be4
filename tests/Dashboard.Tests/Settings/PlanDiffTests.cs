using Sluice.Dashboard.Settings.Plans;

namespace Sluice.Dashboard.Tests.Settings;

/// <summary>Two versions of a plan, line by line.</summary>
public sealed class PlanDiffTests
{
    private const string Before = """{"plan":{"kind":"linear","steps":4},"thresholds":{"error_rate":0.01}}""";

    [Fact]
    public void What_stays_stands_between_what_goes_and_what_comes() =>
        Assert.Equal(
            ["  plan:", "    kind: linear", "-   steps: 4", "+   steps: 8", "+   hold: 5m", "  thresholds:", "    error_rate: 0.01"],
            Lines(Before, """{"plan":{"kind":"linear","steps":8,"hold":"5m"},"thresholds":{"error_rate":0.01}}"""));

    [Fact]
    public void The_first_version_is_all_new_and_what_ends_is_all_gone()
    {
        Assert.All(Lines(null, Before), line => Assert.StartsWith("+ ", line, StringComparison.Ordinal));
        Assert.All(Lines(Before, null), line => Assert.StartsWith("- ", line, StringComparison.Ordinal));
        Assert.All(Lines(Before, Before), line => Assert.StartsWith("  ", line, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(string? before, string? after) =>
        PlanDiff.Of(before, after).Select(line => $"{line.Kind switch { DiffKind.Added => '+', DiffKind.Removed => '-', _ => ' ' }} {line.Text}");
}
