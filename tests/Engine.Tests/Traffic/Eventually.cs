namespace Sluice.Engine.Tests.Traffic;

/// <summary>Waits for something that happens soon, and fails with a sentence when it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(20);

    public static async Task<T> GetAsync<T>(string what, Func<Task<T>> read, Func<T, bool> isIt)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (isIt(value))
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < s_patience, $"Waited {s_patience.TotalSeconds} s in vain for: {what}. Last seen: {value}");
            await Task.Delay(s_between, TimeProvider.System, ct);
        }
    }

    public static Task<T> GetAsync<T>(string what, Func<T> read, Func<T, bool> isIt) => GetAsync(what, () => Task.FromResult(read()), isIt);
}
