using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.E2E;

/// <summary>Steady requests through the gateway that do not depend on the product, every failure counted.</summary>
internal sealed partial class Customers : IAsyncDisposable
{
    private readonly Process _load;
    private readonly Task<string> _said;

    private Customers(Process load) => (_load, _said) = (load, load.StandardOutput.ReadToEndAsync());

    public static Customers Come(Uri gateway) => new(Process.Start(new ProcessStartInfo(Places.LoadProgram, ["--url", gateway.OriginalString, "--rate", "40", "--report", "0"])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    })!);

    /// <returns>How many requests there were, and what went wrong in words; empty when nothing did.</returns>
    public async Task<(int Requests, string Failures)> LeaveAsync()
    {
        await RunningApp.SignalAsync("TERM", _load.Id);
        var said = await _said.WaitAsync(TimeSpan.FromSeconds(20));
        var total = Total().Match(said);
        Assert.True(total.Success, said);
        return (int.Parse(total.Groups["requests"].Value, CultureInfo.InvariantCulture), total.Groups["failures"].Value);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_load.HasExited)
        {
            _load.Kill();
            await _load.WaitForExitAsync();
        }

        _load.Dispose();
    }

    [GeneratedRegex(@"^Total: (?<requests>\d+) requests, [\d.]+/s, errors [\d.]+ %(?<failures>[^,]*),", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Total();
}
