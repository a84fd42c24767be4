using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class StartStories(SharedEngine shared)
{
    [Fact]
    public async Task A_program_that_does_not_exist_fails_the_start_and_leaves_stable_alone() =>
        await FailsAsync(Shop("2") with { Command = ["/no/such/program"] }, "'/no/such/program'", "was not found");

    [Fact]
    public async Task A_release_that_dies_at_once_fails_the_start_with_its_last_line() =>
        await FailsAsync(Shop("2") with { Command = ["/bin/sh", "-c", "echo the till is missing; exit 3"] }, "code 3", "the till is missing");

    [Fact]
    public async Task A_release_that_never_gets_ready_fails_the_start_when_its_time_is_over() =>
        await FailsAsync(Shop("2", ("SHOP_NEVER_READY", "true")) with { Readiness = new("/health", TimeSpan.FromSeconds(3)) }, "was not ready within 3s", "503");

    [Fact]
    public async Task A_release_whose_port_is_taken_fails_the_start_and_says_so()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await FailsAsync(
            Shop("2") with { Command = [Programs.Shop, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")] },
            "Cannot listen",
            port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_retry_is_not_judged_by_the_failed_start_of_the_attempt_before()
    {
        var marker = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var shop = await LiveAsync(await shared.StartedAsync());
            var release = Shop("2") with { Command = ["/bin/sh", "-c", $"test -e {marker} && exec {Programs.Shop}; echo not yet; exit 1"] };
            var id = await shop.DeployAsync(release, Quick() with { Thresholds = new() });
            var waiting = await shop.DeployAsync(Shop("3"), Quick(100) with { Thresholds = new(), Queue = true });
            await shop.OrderAsync(waiting, new Abort("it only kept the place busy"));
            await shop.UntilEndedAsync(id, Outcome.Failed);
            await File.WriteAllTextAsync(marker, string.Empty, TestContext.Current.CancellationToken);
            await shop.UntilEndedAsync(await shop.RetryAsync(id), Outcome.Succeeded);
        }
        finally
        {
            File.Delete(marker);
        }
    }

    [Fact]
    public async Task A_second_deployment_is_refused_or_waits_for_its_turn()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var holder = await shop.DeployAsync(Shop("2"), Long());
        var refused = Assert.IsType<CommandAnswer.Refused>(await shop.TryDeployAsync(Shop("3"), Quick(100)));
        Assert.Equal(holder, Assert.IsType<Refusal.Busy>(refused.Refusal).Holder);
        Assert.Contains(holder.Value, refused.Refusal.Sentence, StringComparison.Ordinal);

        var waiting = await shop.DeployAsync(Shop("3"), Quick(100) with { Queue = true });
        Assert.IsType<DeploymentStatus.Pending>((await shop.DeploymentAsync(waiting)).Status);
        await shop.UntilStageAsync(holder, RunStage.Hold);
        await shop.OrderAsync(holder, new Abort("the next one is better"));
        await shop.UntilEndedAsync(holder, Outcome.Aborted);
        await shop.UntilEndedAsync(waiting, Outcome.Succeeded);
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
        var events = await shop.EventsAsync(waiting);
        events.HoldsNothingTwice();
        Assert.Equal(holder, Assert.Single(events.OfType<DeploymentQueued>()).Behind);
    }

    [Fact]
    public async Task One_with_a_time_starts_by_itself_and_waits_for_its_turn_if_it_must()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var soon = await shop.DeployAsync(Shop("2"), Long() with { StartAt = DateTimeOffset.UtcNow.AddSeconds(1) });
        var later = await shop.DeployAsync(Shop("3"), Quick(100) with { Thresholds = new(), StartAt = DateTimeOffset.UtcNow.AddSeconds(2) });
        Assert.Equal(new DeploymentStatus.Pending(PendingReason.Scheduled), (await shop.DeploymentAsync(soon)).Status);
        await shop.UntilStageAsync(soon, RunStage.Hold);
        await shop.OrderAsync(soon, new Abort("the next one is better"));
        await shop.UntilEndedAsync(later, Outcome.Succeeded);
        Assert.Equal(soon, Assert.Single((await shop.EventsAsync(later)).OfType<DeploymentQueued>()).Behind);
        var started = (await shop.DeploymentAsync(soon)).StartedAt;
        Assert.True(started >= (await shop.DeploymentAsync(soon)).Spec.StartAt, $"It started at {started:O}.");
    }

    private async Task FailsAsync(ReleaseSpec release, params string[] causes)
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var stable = Assert.Single(shop.InstancesOf(1)).Instance;
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(release, Quick());
        await shop.UntilEndedAsync(id, Outcome.Failed);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        var failed = Assert.Single(events.OfType<DeploymentFailed>());
        Assert.Equal(("apply", RollbackOutcome.Succeeded), (failed.Stage, failed.Rollback));
        Assert.All(causes, cause => Assert.Contains(cause, failed.Cause, StringComparison.Ordinal));
        Assert.DoesNotContain(events, e => e is PhaseEntered);
        Assert.Equal((stable.Id, stable.Pid), (Assert.Single(shop.InstancesOf(1)).Instance.Id, Assert.Single(shop.InstancesOf(1)).Instance.Pid));
    }
}
