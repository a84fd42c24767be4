using Microsoft.Extensions.Hosting;

namespace Sluice.Engine.Store.Embedded;

/// <summary>The embedded server runs from before the first service starts until after the last one has stopped.</summary>
internal sealed class EmbeddedPostgresService(EmbeddedPostgres postgres) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => postgres.StartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => postgres.StopAsync(cancellationToken);
}
