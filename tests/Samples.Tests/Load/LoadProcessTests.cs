namespace Sluice.Samples.Tests.Load;

public sealed class LoadProcessTests
{
    [Fact]
    public async Task A_run_counts_answers_by_version_and_sums_up()
    {
        var (shop, http) = await SampleProcess.StartShopAsync("--version", "7", "--base-latency-ms", "0");
        await using var _ = shop;
        using var __ = http;

        await using var load = SampleProcess.Start("Sluice.Load", "--url", http.BaseAddress!.AbsoluteUri, "--rate", "100", "--duration", "1s", "--seed", "7", "--report", "0");
        Assert.Equal(0, await load.ExitCodeAsync());
        Assert.Matches(@"Total: \d+ requests, .* errors 0\.0 %, p50 .* dropped 0, versions \(7: \d+\)", load.Output);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_survived_and_counted_until_the_end_is_asked_for()
    {
        await using var load = SampleProcess.Start("Sluice.Load", "--url", "http://127.0.0.1:1", "--rate", "50", "--report", "200ms");
        await load.LineWithAsync("(unreachable: ");
        load.Terminate();
        Assert.Equal(0, await load.ExitCodeAsync());
        Assert.Matches(@"Total: \d+ requests, .* errors 100\.0 % \(unreachable: \d+\)", load.Output);
    }

    [Fact]
    public async Task Wrong_options_end_with_two()
    {
        await using var load = SampleProcess.Start("Sluice.Load", "--rate", "fast", "--seed", "x");
        Assert.Equal(2, await load.ExitCodeAsync());
        Assert.Equal(2, load.Output.Split('\n').Length);
    }
}
