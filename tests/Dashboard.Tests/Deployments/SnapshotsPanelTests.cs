using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Domain.Deployments;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Deployments;

/// <summary>The page shows what ran before and after, and each difference in words.</summary>
public sealed class SnapshotsPanelTests : IDisposable
{
    private static readonly DateTimeOffset s_since = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Snapshot s_before = new([new(1) { Image = "shop:1", Variables = [new("MODE", "01")] }], [new("r1-0", 0, "ready", s_since)]) { Live = 1 };
    private static readonly Snapshot s_after = new([new(1) { Image = "shop:1b", Variables = [new("MODE", "02")] }], [new("r1-0", 0, "failed", s_since), new("r1-1", 0, "ready", s_since)]) { Live = 1, Problem = "Nobody knows." };
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Each_difference_is_a_row_that_says_in_a_word_what_it_is()
    {
        await EndedAsync(s_after);
        var panel = Open().Find("[data-snapshots]");
        Assert.Equal(
            ["release 1 image | Changed | shop:1 | shop:1b", "release 1 variable MODE | Changed | a value | another value", "release 1 instances | Changed | 1 | 2", "r1-0 health | Changed | ready | failed", "r1-1 instance | Added | – | release 1, ready"],
            panel.QuerySelectorAll("tbody tr").Select(row => string.Join(" | ", row.Children.Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))));
        Assert.Contains("How instances were made is not known: Nobody knows.", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_differs_that_is_what_it_says()
    {
        await EndedAsync(s_before);
        var panel = Open().Find("[data-snapshots]");
        Assert.EndsWith("nothing differs.", panel.QuerySelector("p")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.QuerySelectorAll("tr, [data-not-compared]"));
    }

    [Fact]
    public async Task What_could_not_be_compared_is_named_and_nothing_is_said_to_be_the_same()
    {
        await EndedAsync(s_before with { Key = "lost" });
        var panel = Open().Find("[data-snapshots]");
        Assert.Equal("Could not be compared, and may differ: release 1 values of variables", panel.QuerySelector("[data-not-compared]")!.TextContent);
        Assert.DoesNotContain("nothing differs", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_end_it_says_what_was_there()
    {
        await CapturedAsync();
        Assert.Contains("1 instances. What runs afterwards is written down at the end.", Open().Find("[data-snapshots]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_one_nothing_is_said()
    {
        await _scene.BakingAsync();
        Assert.Empty(Open().FindAll("[data-snapshots]"));
    }

    private async Task CapturedAsync()
    {
        await _scene.CreatedAsync();
        await _scene.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["r1-0"])) { Snapshot = s_before });
    }

    private async Task EndedAsync(Snapshot after)
    {
        await CapturedAsync();
        await _scene.OrderAsync(new DeploymentCommand.Abort("enough"));
        await _scene.SignalAsync(new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await _scene.SignalAsync(new DeploymentCommand.ReportAftermath(after));
    }

    private IRenderedComponent<Dashboard.Deployments.DeploymentPage> Open()
    {
        _scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo("/s/shop/d/2?tab=instances");
        return _scene.Open();
    }
}
