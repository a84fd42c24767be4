using Sluice.Domain.Services;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Health;

namespace Sluice.Engine.Tests.Workloads.Health;

/// <summary>When an instance is asked, and how often it must fail to be believed. What it answers is the end of a command that nobody runs.</summary>
public sealed class HealthScheduleTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ReadinessProbe _probe = new(TimeProvider.System);
    private readonly HealthSchedule _schedule;
    private readonly DateTimeOffset _start;
    private CommandEnd _end = new(0, null);
    private int _runs;

    public HealthScheduleTests()
    {
        _schedule = new(_probe, _clock);
        _start = _clock.GetUtcNow();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task Zero_is_ready_two_is_degraded_and_anything_else_is_not_ready()
    {
        Assert.Equal(HealthAnswer.Ready, await AskAsync());
        _end = new(2, "the cache is cold");
        Assert.Equal(HealthAnswer.Ready with { Degraded = "the cache is cold" }, await AskAsync());
        _end = new(1, "no database");
        Assert.Equal("the command check ended with 1: no database", (await AskAsync()).Problem);
        _end = new(null, "no such file");
        Assert.Equal("the command check was not run: no such file", (await AskAsync()).Problem);
    }

    [Fact]
    public async Task In_between_the_last_answer_counts()
    {
        var often = Asked with { Interval = TimeSpan.FromSeconds(10) };
        await AskAsync(often);
        _end = new(1, null);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Null((await AskAsync(often)).Problem);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await AskAsync(often)).Problem);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task One_that_was_ready_is_unready_after_so_many_failing_answers_in_a_row()
    {
        var patient = Asked with { Retries = 3 };
        _end = new(2, "slow");
        await AskAsync(patient);
        _end = new(1, null);
        Assert.Equal("slow", (await AskAsync(patient)).Degraded);
        Assert.Null((await AskAsync(patient)).Problem);
        _end = new(0, null);
        await AskAsync(patient);
        _end = new(1, null);
        Assert.Null((await AskAsync(patient)).Problem);
        Assert.Null((await AskAsync(patient)).Problem);
        Assert.NotNull((await AskAsync(patient)).Problem);
    }

    [Fact]
    public async Task Who_asks_anew_knows_that_it_was_ready()
    {
        _end = new(1, null);
        Assert.Null((await AskAsync(Asked with { Retries = 2 }, wasReady: true)).Problem);
        Assert.NotNull((await AskAsync(Asked with { Retries = 2 }, wasReady: true)).Problem);
    }

    [Fact]
    public async Task After_the_start_period_failing_answers_end_the_start_early()
    {
        var strict = Asked with { StartPeriod = TimeSpan.FromSeconds(5), Retries = 2 };
        _end = new(1, "boom");
        for (var i = 0; i < 5; i++)
        {
            Assert.False((await AskAsync(strict)).GivesUp);
        }

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False((await AskAsync(strict)).GivesUp);
        var last = await AskAsync(strict);
        Assert.True(last.GivesUp);
        Assert.Equal("was asked 2 times after its start period of 5s and was not ready: the command check ended with 1: boom", FailedStart.Sentence(strict, last));
    }

    [Fact]
    public async Task A_slow_answer_is_not_waited_for()
    {
        var slow = new TaskCompletionSource<CommandEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _schedule.AskAsync(Question(Asked with { ProbeTimeout = TimeSpan.FromMinutes(1) }, (_, _) => slow.Task), Ct);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("was asked and has not answered yet", (await first).Problem);
        var second = _schedule.AskAsync(Question(Asked, (_, _) => throw new InvalidOperationException("It is asked already.")), Ct);
        slow.SetResult(new(0, null));
        Assert.Null((await second).Problem);
    }

    [Fact]
    public async Task Nobody_is_asked_who_only_has_to_go_on_running()
    {
        Assert.NotNull((await AskAsync(Asked.Unasked())).Problem);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.NotNull((await AskAsync(Asked.Unasked())).Problem);
        Assert.Equal(0, _runs);
    }

    private static Readiness Asked { get; } = Readiness.Default with { Command = ["check"] };

    private Task<HealthAnswer> AskAsync(Readiness? readiness = null, bool wasReady = false) => _schedule.AskAsync(
        Question(
            readiness ?? Asked,
            (_, _) =>
            {
                _runs++;
                return Task.FromResult(_end);
            },
            wasReady),
        Ct);

    private HealthQuestion Question(Readiness readiness, Func<Domain.ValueList<string>, CancellationToken, Task<CommandEnd>> run, bool wasReady = false) =>
        new("one", new("http://127.0.0.1:9"), readiness, readiness.RunsFor is null ? _start : TimeProvider.System.GetUtcNow(), wasReady) { Run = run };
}
