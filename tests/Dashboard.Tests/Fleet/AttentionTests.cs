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
    public async Task Traffic_that_is_not_as_it_was_set_is_drift_however_it_is_noticed()
    {
        var deployment = await HoldingAsync();
        var counted = Verdict.NoDataYet with { Evidence = new(0, 0.01, 0.05, 500, 0, 500, 0, 60, Forecast: null) { SplitIsOff = true } };
        Assert.Equal(Attention.Drift, Attentions.Of(deployment, counted, sourceIsDown: false));
        Assert.Equal(Attention.Drift, Attentions.Of(deployment with { SplitProblem = "The router has 0 %." }, verdict: null, sourceIsDown: false));
        Assert.Equal(Attention.Drift, Attentions.Of(deployment with { Status = Held(PauseReason.Approval) }, counted, sourceIsDown: false));
        Assert.Equal(Attention.HeldByVerdict, Attentions.Of(deployment with { Status = Held(PauseReason.Inconclusive) }, counted, sourceIsDown: false));
        Assert.Equal(Attention.FailingGuard, Attentions.Of(deployment with { SplitProblem = "The router has 0 %." }, Fails("error_rate"), sourceIsDown: false));
    }

    [Fact]
    public async Task Each_status_has_its_attention()
    {
        var deployment = await HoldingAsync();
        (DeploymentStatus Status, Attention Expected)[] table =
        [
            (new Pending(PendingReason.Queued), Attention.Waiting),
            (new Running(RunStage.Shift), Attention.Moving),
            (Held(PauseReason.Approval), Attention.AwaitingOthers),
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
