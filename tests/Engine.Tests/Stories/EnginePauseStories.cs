using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Tests.Store;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>The engine is paused over a real database, gateway and instances. An engine of their own: everything else on it would stand still too.</summary>
public sealed class EnginePauseStories(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static CommandContext ByAnn => new(Actor.Person("ann"), "moving a disk");

    [Fact]
    public async Task Paused_it_neither_returns_a_bad_canary_nor_carries_out_an_abort_and_resumed_it_does_both()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var (bad, stopped) = (await LiveAsync(engine), await LiveAsync(engine));
        await using var visitors = bad.Visit();
        var broken = await bad.DeployAsync(Shop("2"), Quick(30, 100) with
        {
            Plan = new(PlanKind.Phases) { Phases = [new(30) { Hold = TimeSpan.FromHours(1) }, new(100)] },
        });
        await bad.UntilStageAsync(broken, RunStage.Hold);
        var unwanted = await stopped.DeployAsync(Shop("2"), Long());
        await stopped.UntilStageAsync(unwanted, RunStage.Hold);

        Assert.IsType<CommandAnswer.Applied>(await engine.Bus.PauseEngineAsync(TenantId.Default, ByAnn, Ct));
        await UntilSaidAsync(bad);
        await UntilSaidAsync(stopped);
        await bad.SetFaultsAsync(2, new { error_rate = 0.5 });
        await stopped.OrderAsync(unwanted, new DeploymentCommand.Abort("not now"));

        // What is paused stays paused through the loss of the engine; the one that comes back looks at every place and touches none.
        await engine.RestartAsync();
        await UntilSaidAsync(bad);
        await UntilSaidAsync(stopped);
        Assert.IsType<DeploymentStatus.Running>((await bad.DeploymentAsync(broken)).Status);
        var aborted = await stopped.DeploymentAsync(unwanted);
        Assert.IsType<DeploymentStatus.RollingBack>(aborted.Status);
        Assert.Equal(0m, aborted.Asked.Canary.Percent);
        Assert.Equal(["1", "2"], await VersionsAsync(stopped));

        Assert.IsType<CommandAnswer.Applied>(await engine.Bus.ResumeEngineAsync(TenantId.Default, ByAnn with { Reason = null }, Ct));
        await stopped.UntilEndedAsync(unwanted, Outcome.Aborted);
        await bad.UntilEndedAsync(broken, Outcome.RolledBack);
        Assert.Equal(["1"], await VersionsAsync(stopped));
        (await bad.EventsAsync(broken)).HoldsNothingTwice();
    }

    private static Task UntilSaidAsync(ShopService shop) => shop.UntilStatusAsync(status => status.Problems.Any(problem => problem.StartsWith("The engine was paused by ann: moving a disk.", StringComparison.Ordinal)), "says that the engine is paused");

    private static async Task<IReadOnlyList<string>> VersionsAsync(ShopService shop)
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 60; i++)
        {
            seen.Add(await shop.AskAsync());
        }

        return [.. seen];
    }
}
