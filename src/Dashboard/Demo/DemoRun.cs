using System.Diagnostics;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Demo;

/// <summary>Runs the demonstration: prepares the shop, keeps visitors coming, and ends everything it started when the product stops.</summary>
internal sealed partial class DemoRun(
    DemoShop shop, WorkloadRuntimes runtimes, GatewayProcess gateway, IHostApplicationLifetime lifetime, IConfiguration configuration, TimeProvider time, ILogger<DemoRun> logger)
    : BackgroundService, IHostedLifecycleService
{
    private const int VisitsPerSecond = 60;
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);
    private Process? _load;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the controllers have stopped, so that nothing is started again behind our back.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _load?.Kill();
        _load?.Dispose();
        var place = new PlaceKey(TenantId.Default, DemoPlan.Service, DemoPlan.Environment);
        var runtime = runtimes.For(RuntimeKind.Process);
        foreach (var instance in await runtime.InspectAsync(place, new Dictionary<int, ReleaseSpec>(), cancellationToken))
        {
            await runtime.StopAsync(place, instance.Id, TimeSpan.FromSeconds(2), cancellationToken);
        }

        await gateway.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A product that cannot start ends at once, and nobody would end the visitors.
            await WhenStartedAsync(lifetime.ApplicationStarted).WaitAsync(stoppingToken);
            _load = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "demo", "load", "Sluice.Load"))
            {
                ArgumentList = { "--url", GatewayUrl(), "--rate", FormattableString.Invariant($"{VisitsPerSecond}"), "--report", "0", "--while", "input" },
                UseShellExecute = false,

                // Ends the visitors with us even when we are killed; the next start brings its own.
                RedirectStandardInput = true,
            });
            await PrepareAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The product stops while the demonstration is being prepared.
        }
    }

    private static async Task WhenStartedAsync(CancellationToken started)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = started.Register(() => signal.TrySetResult());
        await signal.Task;
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await shop.PrepareAsync(ct);
                return;
            }
            catch (StoreUnavailableException ex)
            {
                Log.Waiting(logger, ex.Message);
                await Task.Delay(s_again, time, ct);
            }
        }
    }

    private string GatewayUrl() => (configuration["Gateway:Urls"] ?? "http://127.0.0.1:5080").Split(';')[0];

    private static partial class Log
    {
        [LoggerMessage(9500, LogLevel.Warning, "The demonstration waits for the event store: {Why}")]
        public static partial void Waiting(ILogger logger, string why);
    }
}
