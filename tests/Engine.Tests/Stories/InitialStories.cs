using System.Diagnostics;
using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Programs that somebody else started are taken into the history, and stay somebody else's.</summary>
public sealed class InitialStories(SharedEngine shared) : IDisposable
{
    private readonly List<Process> _started = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_already_serves_without_a_deployment_and_the_next_one_starts_from_it()
    {
        var engine = await shared.StartedAsync();
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.External);
        var (old, next) = (Elsewhere("old"), Elsewhere("next"));

        var recorded = Assert.IsType<CommandAnswer.Applied>(await RecordAsync(engine, shop, old));
        Assert.Equal((1, (DeploymentId?)null), ((await shop.EnvironmentAsync()).Live, (await shop.EnvironmentAsync()).Holder));
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 1, Share: var share }] && share == Share.All, "the gateway sends everything there");
        Assert.Equal("old", await shop.AskAsync());
        Assert.Equal(recorded.Deployment, Assert.IsType<CommandAnswer.Ignored>(await RecordAsync(engine, shop, old)).Deployment);

        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(next, Quick() with { Thresholds = new() });
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal("next", await shop.AskAsync());
        var second = await shop.DeploymentAsync(id);
        Assert.Equal((1, 1, 3), (second.Spec.FromRelease, second.Stable!.Release, second.Spec.Plan.Phases.Count));
        Assert.All(_started, process => Assert.False(process.HasExited));
    }

    private static Task<CommandAnswer> RecordAsync(EngineHost engine, ShopService shop, ReleaseSpec release) => engine.Bus.RecordInitialAsync(
        shop.Tenant, shop.Name, shop.Place.Environment, release: null, release, new CommandContext(Actor.Person("ann"), "a story"), Ct);

    /// <summary>A shop that runs whoever looks.</summary>
    private ReleaseSpec Elsewhere(string version)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Programs.FreePort()}");
        var start = new ProcessStartInfo(Programs.Shop, ["--urls", address]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SHOP_VERSION"] = version;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _started.Add(process);
        return new() { Endpoints = [address], Readiness = new("/health", TimeSpan.FromSeconds(30)) };
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill();
            process.Dispose();
        }
    }
}
