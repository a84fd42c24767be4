using Bunit;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class OldValuesTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_worst_check_that_was_not_measured_twice_in_a_row_says_of_when_it_is_until_it_is_measured_again()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop", shape: request => request with { Thresholds = new() { ErrorRate = 0.02 } });
        var interval = (await _world.FindAsync(id)).Spec.Analysis.Interval;
        Run(interval);
        var page = _world.Open<FleetPage>("/fleet");
        page.WaitForElement(".fleet__check .check");
        var ran = _world.Clock.GetUtcNow();
        Assert.Empty(page.FindAll(".fleet__check .asof"));

        _world.Clock.Advance(2 * interval);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal($"as of {Times.Clock(ran)}", page.Find(".fleet__check .asof").TextContent));
        Run(interval);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".fleet__check .asof")));
    }

    private void Run(TimeSpan interval) => _world.Sluice.See(new PlaceStatus(new PlaceKey(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production), _world.Clock.GetUtcNow())
    {
        Verdict = Verdict.NoDataYet with { Checks = [new CheckResult("error_rate", "error_rate", CheckRole.Threshold, CheckOutcome.Pass, 0.02, AtLeast: false, 0.001, 0.002, 500, 100)] },
        NextRunAt = _world.Clock.GetUtcNow() + interval,
    });
}
