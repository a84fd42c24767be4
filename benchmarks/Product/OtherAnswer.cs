using System.Diagnostics;

namespace Sluice.Benchmarks.Product;

/// <summary>From an order to the first answer that differs from those before it, as traffic feels it.</summary>
internal static class OtherAnswer
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(2);

    /// <param name="order">The clock starts just before.</param>
    /// <param name="ask">One request; null for an answer that is not the service's own.</param>
    /// <returns>Milliseconds.</returns>
    public static async Task<double> AfterAsync(Func<Task> order, Func<Task<string?>> ask, CancellationToken ct)
    {
        var before = await ask();
        var clock = Stopwatch.StartNew();
        var ordered = Task.Run(order, ct);
        while (await ask() is not { } now || now == before)
        {
            if (clock.Elapsed > s_limit)
            {
                throw new TimeoutException($"\"{before}\" is still answered {s_limit.TotalSeconds} s after the order.");
            }

            await Task.Delay(s_between, TimeProvider.System, ct);
        }

        var milliseconds = clock.Elapsed.TotalMilliseconds;
        await ordered;
        return milliseconds;
    }
}
