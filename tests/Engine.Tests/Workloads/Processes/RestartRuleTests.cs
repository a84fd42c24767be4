using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class RestartRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private static readonly InstanceRecord Ready = new("i", 1, 0, 20_000, Now) { Pid = 7, ReadyAt = Now, WasReady = true };

    [Fact]
    public void Pauses_double_up_to_thirty_seconds() =>
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(n => RestartRule.PauseAfter(n).TotalSeconds));

    [Fact]
    public void A_crash_after_a_quiet_time_counts_as_the_first()
    {
        var restarted = RestartRule.Next(Ready with { Restarts = 3 }, 20_001, Now) with { Pid = 8, ReadyAt = Now };

        Assert.Equal(4, RestartRule.Fail(restarted, "crashed", 1, Now + RestartRule.QuietTime - TimeSpan.FromTicks(1)).Restarts);
        Assert.Equal(0, RestartRule.Fail(restarted, "crashed", 1, Now + RestartRule.QuietTime).Restarts);
    }

    [Fact]
    public void A_failed_start_is_repeated_only_for_a_lost_port_and_not_for_ever()
    {
        var failed = Ready with { ReadyAt = null, WasReady = false, FailedAt = Now };

        Assert.False(RestartRule.IsDue(failed, portIsLost: false, Now + TimeSpan.FromDays(1)));
        for (var lost = 0; lost < 5; lost++)
        {
            Assert.True(RestartRule.IsDue(failed, portIsLost: true, Now));
            failed = RestartRule.Next(failed, 20_001, Now) with { Pid = 8, FailedAt = Now };
        }

        Assert.False(RestartRule.IsDue(failed, portIsLost: true, Now));
    }
}
