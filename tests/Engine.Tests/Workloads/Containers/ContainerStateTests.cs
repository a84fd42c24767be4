using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class ContainerStateTests
{
    private static readonly DateTimeOffset s_started = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_end_that_the_engine_did_not_see_is_not_known()
    {
        Assert.NotNull(Ended(0, default).WhyEndIsUnknown);
        Assert.NotNull(Ended(0, s_started.AddHours(-1)).WhyEndIsUnknown);
        Assert.NotNull(Ended(255, s_started.AddHours(1)).WhyEndIsUnknown);
    }

    [Fact]
    public void A_run_whose_end_is_noted_just_before_its_start_was_short()
    {
        Assert.Null(Ended(0, s_started.AddMilliseconds(-20)).WhyEndIsUnknown);
        Assert.Null(Ended(3, s_started.AddHours(1)).WhyEndIsUnknown);
    }

    private static ContainerState Ended(int code, DateTimeOffset at) => new(Pid: 0, code, s_started, at, OutOfMemory: false, Error: null);
}
