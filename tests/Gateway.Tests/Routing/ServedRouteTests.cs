using FsCheck;
using FsCheck.Fluent;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Routing;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Routing;

public sealed class ServedRouteTests
{
    [Fact]
    public void Any_weights_give_their_split_and_weight_0_gets_nothing() =>
        Prop.ForAll(Splits().ToArbitrary(), weights =>
        {
            var route = Serve(weights);
            var chosen = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < 10_000; i++)
            {
                var release = route.NextArm().Release;
                chosen[release] = chosen.GetValueOrDefault(release) + 1;
            }

            return weights.Index().All(arm => chosen.GetValueOrDefault($"{arm.Index}") == arm.Item * 10);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_split_is_exact_when_many_choose_at_once()
    {
        var route = Serve([999, 1]);
        var canary = 0;
        Parallel.For(0, 100_000, _ =>
        {
            if (route.NextArm().Release is "1")
            {
                Interlocked.Increment(ref canary);
            }
        });
        Assert.Equal(100, canary);
    }

    [Fact]
    public void Choosing_does_not_allocate()
    {
        var route = Serve([500, 500]);
        var now = TimeProvider.System.GetTimestamp();
        route.NextArm().Choose(now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            route.NextArm().Choose(now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Gen<int[]> Splits() =>
        from arms in Gen.Choose(1, 5)
        from cuts in Gen.Choose(0, 1000).ArrayOf(arms - 1)
        select Weights(cuts);

    private static int[] Weights(int[] cuts)
    {
        int[] ends = [0, .. cuts.Order(), 1000];
        return [.. ends.Zip(ends.Skip(1), (from, to) => to - from)];
    }

    private static ServedRoute Serve(int[] weights)
    {
        var config = Given.Route([.. weights.Index().Select(arm => Given.Arm($"{arm.Index}", arm.Item, "http://127.0.0.1:1", "http://127.0.0.1:2"))]);
        var memory = new RouteMemory(config.Id);
        memory.Follow(config);
        var memories = new Dictionary<string, RouteMemory>(StringComparer.Ordinal) { [config.Id] = memory };
        return new RouteTable(new GatewayConfig(1, [config]), memories).Match("any", "/")!;
    }
}
