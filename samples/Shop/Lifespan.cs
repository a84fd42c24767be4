namespace Sluice.Shop;

/// <summary>A late start and an early death, if the options ask for them.</summary>
internal sealed partial class Lifespan(ShopOptions options, TimeProvider time, ILogger<Lifespan> logger) : BackgroundService, IHostedLifecycleService
{
    // Runs before the server listens.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.StartDelay == TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        Log.StartsLate(logger, options.StartDelay);
        return Task.Delay(options.StartDelay, time, cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.ExitAfter is not { } age)
        {
            return;
        }

        await Task.Delay(age, time, stoppingToken);

        // A crash neither drains nor waits for the log's queue, so neither does this.
        await Console.Error.WriteLineAsync($"This shop was told to die {age} after its start");
        Environment.Exit(1);
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Information, "This shop starts after {Delay}, as it was told")]
        public static partial void StartsLate(ILogger logger, TimeSpan delay);
    }
}
