namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>
/// The control plane ends at every single effect that it has on the world, before it and after it, and another one takes over: the end is the same as without a crash, and at no moment too few
/// instances serve, too many are there, one with requests is stopped, or a request has nowhere to go.
/// </summary>
public sealed class CrashTests
{
    public static TheoryData<string> Names => [.. Scenario.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ended_at_any_effect_it_comes_to_the_same_end(string name)
    {
        var scenario = Scenario.All[name];
        var whole = new Fuse();
        var expected = await CrashRun.RunAsync(scenario, whole);
        Assert.Equal(scenario.Ends, expected.Outcome);

        var failures = new List<string>();
        for (var at = 1; at <= whole.Count; at++)
        {
            foreach (var isAfter in (bool[])[false, true])
            {
                var fuse = new Fuse(at, isAfter);
                try
                {
                    Assert.Equal(expected, await CrashRun.RunAsync(scenario, fuse));
                    Assert.NotNull(fuse.Blown);
                }
                catch (Xunit.Sdk.XunitException ex)
                {
                    failures.Add($"Effect {at} of {whole.Count}, ended {fuse.Blown}: {ex.Message}");
                }
            }
        }

        Assert.True(whole.Count > 8, $"Only {whole.Count} effects were seen.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {2 * whole.Count}\n{string.Join("\n\n", failures.Take(5))}");
    }
}
