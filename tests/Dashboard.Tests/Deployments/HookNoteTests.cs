using Bunit;
using Bunit.TestDoubles;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Deployments;

/// <summary>The page says what the pre-deploy command does, and offers what people may do where nobody knows.</summary>
public sealed class HookNoteTests : IDisposable
{
    private static readonly ReleaseSpec s_release = new() { Command = ["/bin/shop", "third"], PreDeploy = new(["./migrate"]) { Timeout = TimeSpan.FromMinutes(2) } };
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task While_it_runs_the_page_says_so_and_since_when()
    {
        await RunningAsync();
        var page = _scene.Open();
        Assert.Matches(@"^The pre-deploy command has been running since .+, for 2m at most\. Nothing of the release is started before it ends well\.$", page.Find("[data-hook=Running] span").TextContent.Trim());
        Assert.StartsWith("The pre-deploy command of release 3 runs; nothing was started, and traffic is unchanged. Next: when it ends well, the instances of release 3 start.", page.Find("#state-sentence").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_it_failed_its_cause_stands_there_and_its_last_lines_on_demand()
    {
        await RunningAsync();
        await _scene.SignalAsync(new DeploymentCommand.ReportHook(1, new HookEnd.Exited(3, WasStopped: false) { LastLines = ["migrating", "no such table"] }));
        var page = _scene.Open();
        Assert.Equal("The pre-deploy command exited with code 3; its last line: no such table.", page.Find("[data-hook=Failed] span").TextContent.Trim());
        page.Find("[data-hook] button").Click();
        page.WaitForAssertion(() => Assert.Equal("migrating\nno such table", page.Find(".deployment > .log").TextContent));
    }

    [Fact]
    public async Task Where_nobody_knows_a_person_may_run_it_again_or_go_on_without_it()
    {
        await RunningAsync();
        await _scene.SignalAsync(new DeploymentCommand.ReportHook(1, new HookEnd.Lost("its container is not there any more")));
        var page = _scene.Open();
        Assert.EndsWith("Next: a person runs it again, goes on without it, or aborts.", page.Find("#state-sentence").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Run it again", "Go on without it"], page.FindAll(".actions button").Select(button => button.TextContent.Trim()).Take(2).Select(text => text.Split('\n')[0].Trim()));

        await _scene.OrderAsync(new DeploymentCommand.Resume(), by: "Ben");
        page.WaitForAssertion(() => Assert.Contains("Ben takes it as done.", page.Find("[data-hook=Unknown]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_on_the_preview_has_a_note_of_its_own_and_its_cause_stands_there()
    {
        await CheckingAsync();
        var page = _scene.Open();
        Assert.Matches(@"^The check on the preview has been running since .+, for 2m at most\. Nobody is served by the release before it ends well\.$", page.Find("[data-hook=Running] span").TextContent.Trim());
        Assert.Equal("Last lines of the check on the preview", page.Find("[data-stage=Preview] button").TextContent);
        Assert.StartsWith("All instances of release 2 are ready and its check runs; traffic is unchanged. Next: when it ends well, a person is asked to approve the switch; otherwise the preview is taken back.", page.Find("#state-sentence").TextContent, StringComparison.Ordinal);

        await _scene.SignalAsync(new DeploymentCommand.ReportHook(1, new HookEnd.Exited(3, WasStopped: false) { LastLines = ["500 instead of 200"] }) { Stage = HookStage.Preview });
        page.WaitForAssertion(() => Assert.Equal("The check on the preview exited with code 3; its last line: 500 instead of 200.", page.Find("[data-hook=Failed] span").TextContent.Trim()));
    }

    [Fact]
    public async Task Under_a_freeze_the_page_does_not_promise_what_waits_for_its_end()
    {
        await CheckingAsync();
        await _scene.Sluice.DeclareFreezeAsync(TenantId.Default, new("year end"), new(Actor.Person("Ann")), DeploymentScene.Ct);
        Assert.EndsWith(
            "Next: when it ends well, it waits for the end of the freeze; otherwise the preview is taken back. Frozen by Ann until somebody lifts it: year end.",
            _scene.Open().Find("#state-sentence").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stands_there_when_the_notices_fail()
    {
        _scene.Console.ComponentFactories.AddStub<NoticeList>(Fail);
        await CheckingAsync();
        var page = _scene.Open();
        Assert.Equal("“Notices” could not be shown", page.Find(".problem__title").TextContent);
        Assert.Single(page.FindAll("[data-hook]"));

        static string Fail(CapturedParameterView<NoticeList> parameters) => throw new InvalidOperationException("broken on purpose");
    }

    [Fact]
    public async Task Without_one_nothing_is_said()
    {
        await _scene.BakingAsync();
        Assert.Empty(_scene.Open().FindAll("[data-hook]"));
    }

    private async Task CheckingAsync()
    {
        await _scene.CreatedAsync(DeploymentScene.Canary with
        {
            Strategy = DeploymentStrategy.BlueGreen,
            Plan = new(PlanKind.Switch) { BeforeSwitch = new(), PreviewCheck = new(["./smoke"]) { Timeout = TimeSpan.FromMinutes(2) } },
        });
        await _scene.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        await _scene.SignalAsync(new DeploymentCommand.ReportCanaryReady(1));
    }

    private async Task RunningAsync()
    {
        await _scene.CreatedAsync(DeploymentScene.Canary with { Release = null, NewRelease = s_release });
        await _scene.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
    }
}
