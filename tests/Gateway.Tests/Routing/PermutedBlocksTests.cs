using FsCheck;
using FsCheck.Fluent;
using Sluice.Gateway.Routing;

namespace Sluice.Gateway.Tests.Routing;

public sealed class PermutedBlocksTests
{
    [Fact]
    public void Every_block_takes_every_place_once() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), ArbMap.Default.ArbFor<uint>(), (seed, block) =>
            Enumerable.Range(0, 1000).Select(i => PermutedBlocks.Place(seed, (block * 1000UL) + (ulong)i)).Order().SequenceEqual(Enumerable.Range(0, 1000)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_differ() => Assert.NotEqual(
        [.. Enumerable.Range(0, 1000).Select(i => PermutedBlocks.Place(7, (ulong)i))],
        Enumerable.Range(1000, 1000).Select(i => PermutedBlocks.Place(7, (ulong)i)));

    /// <summary>A client that sends its kinds of requests in turn: each kind must get its share of a 10 % arm, whatever the period.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(89)]
    [InlineData(144)]
    [InlineData(100)]
    public void A_periodic_client_does_not_fall_into_step(int period)
    {
        const int PerKind = 2000;
        for (var kind = 0; kind < Math.Min(period, 10); kind++)
        {
            var hits = Enumerable.Range(0, PerKind).Count(i => PermutedBlocks.Place(42, (ulong)((i * period) + kind)) < 100);

            // Five standard deviations of pure chance (13.4).
            Assert.InRange(hits, (PerKind / 10) - 67, (PerKind / 10) + 67);
        }
    }

    [Fact]
    public void Short_looks_see_about_the_share_too()
    {
        for (var start = 0UL; start < 100_000; start += 250)
        {
            var hits = Enumerable.Range(0, 250).Count(i => PermutedBlocks.Place(1, start + (ulong)i) < 500);
            Assert.InRange(hits, 125 - 45, 125 + 45);
        }
    }
}
