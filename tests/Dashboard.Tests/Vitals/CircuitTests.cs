using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Vitals.Circuits;

namespace Sluice.Dashboard.Tests.Vitals;

public sealed class CircuitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_console_whose_connection_is_lost_is_kept_and_ends_once()
    {
        var count = new CircuitCount();
        CircuitCounter first = new(count), second = new(count);
        foreach (var counter in (CircuitCounter[])[first, second])
        {
            await counter.OnCircuitOpenedAsync(null!, Ct);
            await counter.OnConnectionUpAsync(null!, Ct);
        }

        Assert.Equal((2, 0), (count.Open, count.Disconnected));
        await first.OnConnectionDownAsync(null!, Ct);
        Assert.Equal((2, 1), (count.Open, count.Disconnected));
        await first.OnConnectionDownAsync(null!, Ct);
        await first.OnCircuitClosedAsync(null!, Ct);
        Assert.Equal((1, 0), (count.Open, count.Disconnected));
        await second.OnConnectionDownAsync(null!, Ct);
        await second.OnConnectionUpAsync(null!, Ct);
        Assert.Equal((1, 0), (count.Open, count.Disconnected));
    }

    [Fact]
    public void The_memory_of_a_console_is_the_slope_through_what_was_left_after_full_collections()
    {
        var slope = new MemorySlope();
        foreach (var consoles in (int[])[1, 4, 8, 9])
        {
            slope.Add(consoles, 100_000_000 + (consoles * 600_000L));
        }

        Assert.Equal(new(600_000, 4, 1, 9), slope.Estimate());
    }

    [Fact]
    public void It_is_not_told_while_the_numbers_of_consoles_differ_too_little_or_memory_did_not_grow_with_them()
    {
        var (near, falling, few) = (new MemorySlope(), new MemorySlope(), new MemorySlope());
        for (var i = 0; i < 20; i++)
        {
            near.Add(i % 8, i % 8 * 600_000);
            falling.Add(i, -i * 600_000);
        }

        few.Add(1, 1);
        few.Add(100, 100);
        Assert.Equal((null, null, null), (near.Estimate(), falling.Estimate(), few.Estimate()));
    }
}
