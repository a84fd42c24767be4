using Sluice.Dashboard.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class AttentionTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch;
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void A_failing_guard_comes_before_everything_and_calm_comes_last() => Assert.Equal(
        [
            Attention.FailingGuard, Attention.Returning, Attention.Failed, Attention.AwaitingApproval, Attention.HeldByVerdict,
            Attention.MetricsGap, Attention.HeldByPerson, Attention.Moving, Attention.Frozen, Attention.Waiting, Attention.Calm,
        ],
        Enum.GetValues<Attention>().Order());

    [Fact]
    public async Task A_failing_check_asks_for_attention_also_while_people_are_asked()
    {
        var deployment = await HoldingAsync();
        Assert.Equal(Attention.FailingGuard, Attentions.Of(deployment, Fails("error_rate"), sourceIsDown: false));
        Assert.Equal(Attention.FailingGuard, Attentions.Of(deployment with { Status = Held(PauseReason.Approval) }, Fails("error_rate"), sourceIsDown: false));
    }

    [Fact]
    public async Task A_check_that_people_carry_on_with_asks_for_nobody() =>
        Assert.Equal(Attention.Moving, Attentions.Of((await HoldingAsync()) with { Muted = ["error_rate"] }, Fails("error_rate"), sourceIsDown: false));

    [Fact]
    public async Task A_silent_source_is_a_gap_where_something_is_judged()
    {
        var deployment = await HoldingAsync();
        Assert.Equal(Attention.MetricsGap, Attentions.Of(deployment, verdict: null, sourceIsDown: true));
        var unjudged = deployment with { Spec = deployment.Spec with { Analysis = new AnalysisSettings { Enabled = false } } };
        Assert.Equal(Attention.Moving, Attentions.Of(unjudged, verdict: null, sourceIsDown: true));
    }

    [Fact]
    public async Task Each_status_has_its_attention()
    {
        var deployment = await HoldingAsync();
        (DeploymentStatus Status, Attention Expected)[] table =
        [
            (new Pending(PendingReason.Queued), Attention.Waiting),
            (new Running(RunStage.Shift), Attention.Moving),
            (Held(PauseReason.Approval), Attention.AwaitingApproval),
            (Held(PauseReason.Inconclusive), Attention.HeldByVerdict),
            (Held(PauseReason.Person), Attention.HeldByPerson),
            (Held(PauseReason.Step), Attention.HeldByPerson),
            (Held(PauseReason.Freeze), Attention.Frozen),
            (new RollingBack(EndsAs.Aborted, "x", Actor.Engine, s_now, s_now), Attention.Returning),
            (new Ended(Outcome.Failed, "x", s_now), Attention.Failed),
            (new Ended(Outcome.Succeeded, null, s_now), Attention.Calm),
        ];
        Assert.All(table, row => Assert.Equal(row.Expected, Attentions.Of(deployment with { Status = row.Status }, verdict: null, sourceIsDown: false)));
    }

    private async Task<Deployment> HoldingAsync()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop", shape: r => r with { Thresholds = new Thresholds { ErrorRate = 0.02 } });
        return await _world.FindAsync(id);
    }

    private static Paused Held(PauseReason reason) => new(reason, RunStage.Hold, Actor.Person("ada"), s_now, Why: null);

    private static Verdict Fails(string name) => Verdict.NoDataYet with
    {
        Checks = [new CheckResult(name, "error_rate", CheckRole.Threshold, CheckOutcome.Fail, 0.02, AtLeast: false, 0.001, 0.2, 500, 100)],
    };
}
