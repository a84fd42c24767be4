using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Keeps the last lines of an engine's log for the message of a story that fails.</summary>
internal sealed class StoryLog : ILoggerProvider
{
    private const int Kept = 60;

    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public override string ToString() => string.Join('\n', _lines);

    public void Dispose()
    {
    }

    private sealed class Writer(StoryLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            log._lines.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {category[(category.LastIndexOf('.') + 1)..]}: {formatter(state, exception)} {exception}");
            while (log._lines.Count > Kept)
            {
                log._lines.TryDequeue(out _);
            }
        }
    }
}
