namespace Sluice.Engine.Tests.Workloads;

/// <summary>Waits for the outside world, and says what did not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer satisfies.</summary>
    public static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> satisfies, string what, TimeSpan? patience = null)
    {
        var limit = patience ?? Patience;
        var end = TimeProvider.System.GetUtcNow() + limit;
        while (true)
        {
            var answer = await ask();
            if (satisfies(answer))
            {
                return answer;
            }

            if (TimeProvider.System.GetUtcNow() > end)
            {
                throw new TimeoutException($"Not within {limit}: {what}. Last seen: {(answer is System.Collections.IEnumerable many ? string.Join(", ", many.Cast<object>()) : answer)}");
            }

            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static Task True(Func<bool> condition, string what) => Get(() => Task.FromResult(condition()), met => met, what);
}
