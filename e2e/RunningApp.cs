using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.E2E;

[assembly: AssemblyFixture(typeof(RunningApp))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Sluice.E2E;

/// <summary>
/// The product with its demonstration, started as its users start it, on ports and a data directory of its own. One for all stories,
/// which run one after the other. Its end is a test as well: nothing that it started may go on.
/// </summary>
public sealed partial class RunningApp : IAsyncLifetime
{
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(45);
    private static readonly string[] s_proxy =
        ["--Access:Proxy:Addresses:0", Relay.Trusted.ToString(), "--Access:Proxy:Roles:shop-operators", "operator", "--Access:Proxy:DefaultRoles", "viewer"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-e2e-");
    private readonly string _address = $"http://127.0.0.1:{FreePort()}";
    private readonly StringBuilder _output = new();
    private readonly IdentityProvider _provider = new();
    private Process? _process;

    /// <summary>The link that the product printed, token included.</summary>
    public Uri SignInLink { get; private set; } = null!;

    public Uri Address => new(_address);

    public string Token => Uri.UnescapeDataString(SignInLink.Query.Split("token=")[1]);

    /// <summary>What the gateway that belongs to this product listens on.</summary>
    public Uri Gateway { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Settings beside the usual ones.</summary>
    internal IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Where the product keeps everything.</summary>
    public string Data => _data.FullName;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        // The database's user must be able to pass through.
        File.SetUnixFileMode(Data, (UnixFileMode)Convert.ToInt32("755", 8));
        await _provider.StartAsync();
        await StartAsync();
    }

    /// <summary>The control plane stops in its tracks, with its connections open.</summary>
    public Task FreezeAsync() => SignalAsync("STOP", _process!.Id);

    /// <summary>The control plane dies without a chance to say anything.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts it on the data directory, the ports and the gateway that are there.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        var signIn = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(Places.DashboardProgram)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
            ArgumentList = { "--demo", "--urls", _address, "--Data:Directory", Data, "--Gateway:Urls", Gateway.OriginalString },
        };
        foreach (var setting in _provider.Settings.Concat(s_proxy).Concat(More))
        {
            start.ArgumentList.Add(setting);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, signIn);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, signIn);
        _process.Exited += (_, _) => signIn.TrySetException(new InvalidOperationException($"The product ended before it printed its sign-in link:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            SignInLink = await signIn.Task.WaitAsync(s_startTime);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"The product printed no sign-in link in {s_startTime.TotalSeconds} s:\n{Output}", ex);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await StopAsync(process);
            process.Dispose();
        }

        await _provider.DisposeAsync();
        var left = await Leftovers.EndAsync(Data, Gateway.Authority);
        _data.Delete(recursive: true);
        Assert.True(left.Count == 0, $"The product has stopped, and these went on:\n{string.Join('\n', left)}\n{Output}");
    }

    // A polite stop first, so that what it started ends with it.
    private static async Task StopAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        await SignalAsync("TERM", process.Id);
        using var patience = new CancellationTokenSource(s_stopTime);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Sends a signal to a process by its id.</summary>
    internal static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Read(string? line, TaskCompletionSource<Uri> signIn)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (SignInLine().Match(line) is { Success: true } match)
        {
            signIn.TrySetResult(new Uri(match.Groups["link"].Value));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^Sign in: (?<link>http\S+)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SignInLine();
}
