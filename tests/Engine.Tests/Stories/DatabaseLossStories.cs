using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store.Embedded;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class DatabaseLossStories
{
    [Fact]
    public async Task Traffic_stays_while_the_database_is_gone_and_the_deployment_goes_on_when_it_is_back()
    {
        await using var database = new OwnServer();
        await using var engine = await EngineHost.StartAsync(await database.StartAsync(), database);
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Quick(30, 100));
        await shop.UntilStageAsync(id, RunStage.Hold);
        var due = (await shop.DeploymentAsync(id)).Clock.DueAt!.Value;

        await database.StopAsync();
        await Eventually.True(() => engine.Health.Components.Any(c => c is { Name: "store", IsWell: false }), "the engine says that the store is gone");
        var before = visitors.Answers;
        await Eventually.True(() => TimeProvider.System.GetUtcNow() > due + TimeSpan.FromSeconds(3) && visitors.Answers > before + 50, "visitors are served although nothing can be decided");
        await database.StartAsync();

        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.Errors);
        Assert.All(engine.Health.Components, c => Assert.True(c.IsWell, c.ToString()));
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        Assert.Equal([30, 100], events.Shares());
    }

    /// <summary>A server that can be stopped and started; it keeps its data and its port.</summary>
    private sealed class OwnServer : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();
        private EmbeddedPostgres? _server;

        public Task<string> StartAsync()
        {
            _server = new(new(_folder.Path, PostgresPackages.Find()), TimeProvider.System, NullLogger<EmbeddedPostgres>.Instance);
            return _server.StartAsync(TestContext.Current.CancellationToken);
        }

        public async Task StopAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
                _server = null;
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (Directory.Exists(_folder.Path))
            {
                await StopAsync();
                _folder.Dispose();
            }
        }
    }
}
