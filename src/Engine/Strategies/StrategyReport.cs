using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain.Strategies;

namespace Sluice.Engine.Strategies;

/// <summary>Says at the start which custom strategies there are and which there are not.</summary>
internal sealed partial class StrategyReport(StrategyBook book, ILogger<StrategyReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var strategy in book.Custom)
        {
            Log.Loaded(logger, strategy.Name, strategy.Version, strategy.Writer.GetType().Assembly.Location);
        }

        foreach (var problem in book.Problems)
        {
            Log.NotLoaded(logger, problem);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventIds.StrategyLoaded, LogLevel.Information, "The custom strategy {Name} {Version} is there, from {File}")]
        public static partial void Loaded(ILogger logger, string name, string version, string file);

        [LoggerMessage(EventIds.StrategyNotLoaded, LogLevel.Error, "A custom strategy is not there: {Problem}")]
        public static partial void NotLoaded(ILogger logger, string problem);
    }
}
