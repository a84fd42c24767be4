using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Dashboard.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

public sealed class FloodTests
{
    [Fact]
    public async Task A_flood_of_wrong_tokens_fills_neither_the_log_nor_the_audit_log()
    {
        using var lines = new Lines();
        await using var host = new TestHost(builder => builder.Logging.SetMinimumLevel(LogLevel.Information).Services.AddSingleton<ILoggerProvider>(lines));
        (await host.StartAsync(TestContext.Current.CancellationToken)).Dispose();
        using var script = ApiTokenTests.Client(host, "wrong");
        var before = lines.Count;
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await ApiTokenTests.StatusAsync(script, "/api/services"));
        }

        Assert.Equal(before, lines.Count);
        Assert.InRange(host.Access.Entries.Count(entry => entry is { Action: AuditActions.SignIn, Outcome: AuditOutcome.Refused }), 1, 2 * SignInAttempts.WrongPerMinute);
    }

    /// <summary>Counts what this feature logs.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public int Count => _lines.Count;

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Sluice.Dashboard.Access", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
