using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>What is wanted in each state, as one table.</summary>
public sealed class WantedTests
{
    // shares as stable/canary in percent; a dash is an arm that is not there
    private const string Table = """
        state                  shares   running
        draft                  100/-    1
        gate                   100/-    1
        apply                  100/-    1,2
        apply paused           100/-    1,2
        shift                  90/10    1,2
        hold                   90/10    1,2
        hold, split lost       90/10    1,2
        paused                 90/10    1,2
        waiting                90/10    1,2
        asking                 90/10    1,2
        asking, shed           100/0    1,2
        second phase           50/50    1,2
        last phase             0/100    1,2
        promoting              0/100    1,2
        returning from gate    100/-    1
        returning from hold    100/-    1,2
        succeeded              100/-    2,1
        succeeded long ago     100/-    2
        aborted                100/-    1
        first: gate            -/-
        first: apply           -/-      2
        first: hold            -/100    2
        first: returning       -/-
        first: succeeded       100/-    2
        first: aborted         -/-
        """;

    private static readonly Dictionary<string, Func<DeploymentScenario>> s_states = new(StringComparer.Ordinal)
    {
        ["draft"] = () => DeploymentScenario.Draft(),
        ["gate"] = () => DeploymentScenario.AtGate(),
        ["apply"] = () => DeploymentScenario.AtApply(),
        ["apply paused"] = () => DeploymentScenario.AtApply().Given(new Pause(null)),
        ["shift"] = () => DeploymentScenario.AtShift(),
        ["hold"] = () => DeploymentScenario.AtHold(),
        ["hold, split lost"] = () => DeploymentScenario.AtHold().Given(new ReportSplitLost("gone")),
        ["paused"] = () => DeploymentScenario.AtHold().Given(new Pause(null)),
        ["waiting"] = () => DeploymentScenario.AtWaiting(),
        ["asking"] = () => DeploymentScenario.AtQuestion(),
        ["asking, shed"] = () => DeploymentScenario.AtQuestion(s => s with { Rollback = s.Rollback with { WhileWaiting = WhileWaiting.Shed } }),
        ["second phase"] = () => DeploymentScenario.AtHold(1),
        ["last phase"] = () => DeploymentScenario.AtHold(2),
        ["promoting"] = () => DeploymentScenario.AtPromoting(),
        ["returning from gate"] = () => DeploymentScenario.AtGate().Given(new Abort("a")),
        ["returning from hold"] = () => DeploymentScenario.AtHold().Given(new Abort("a")),
        ["succeeded"] = () => DeploymentScenario.AtPromoting().SplitIsRead(),
        ["succeeded long ago"] = () => DeploymentScenario.AtPromoting().SplitIsRead().After(DeploymentDecider.StandbyKept),
        ["aborted"] = () => DeploymentScenario.AtHold().Given(new Abort("a")).SplitIsRead(),
        ["first: gate"] = () => DeploymentScenario.FirstDraft().Given(new Start()),
        ["first: apply"] = () => First(),
        ["first: hold"] = () => First().Given(new ReportCanaryReady(1)).SplitIsRead(),
        ["first: returning"] = () => First().Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Abort("a")),
        ["first: succeeded"] = () => First().Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Promote()).SplitIsRead(),
        ["first: aborted"] = () => First().Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Abort("a")).SplitIsRead(),
    };

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var line in Table.Split('\n').Skip(1).Select(l => l.PadRight(40)))
        {
            rows.Add(line[..23].Trim(), line[23..32].Trim(), line[32..].Trim());
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_wanted_follows_from_the_state(string state, string shares, string running)
    {
        var wanted = s_states[state]().Wanted;
        Assert.Equal(shares, $"{Share(wanted, ArmRole.Stable)}/{Share(wanted, ArmRole.Canary)}");
        Assert.Equal(running, string.Join(',', wanted.Running));
    }

    [Fact]
    public void It_is_looked_at_again_when_time_alone_changes_something()
    {
        Assert.Equal(FakeBus.Start + Make.Hold, DeploymentScenario.AtHold().Wanted.LookAgainAt);
        Assert.Equal(FakeBus.Start + Make.Minutes(7), DeploymentScenario.AtWaiting().Wanted.LookAgainAt);
        Assert.Null(DeploymentScenario.AtHold().Given(new Pause(null)).Wanted.LookAgainAt);
        Assert.Equal(FakeBus.Start + DeploymentDecider.StandbyKept, DeploymentScenario.AtPromoting().SplitIsRead().Wanted.LookAgainAt);
    }

    private static DeploymentScenario First() => DeploymentScenario.FirstDraft().Given(new Start(), new ReportStable(null));

    private static string Share(Wanted wanted, ArmRole role) =>
        wanted.Arms.SingleOrDefault(a => a.Role == role) is { } arm ? arm.Share.Percent.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) : "-";
}
