using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.E2E;

[assembly: AssemblyFixture(typeof(RunningApp))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Sluice.E2E;

/// <summary>The product, started as its users start it, on ports and a data directory of its own. Ends all that it started.</summary>
public sealed partial class RunningApp : IAsyncLifetime
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-e2e-");
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _signIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>The link that the product printed, token included.</summary>
    public Uri SignInLink { get; private set; } = null!;

    public Uri Address => new(SignInLink.GetLeftPart(UriPartial.Authority));

    public string Token => Uri.UnescapeDataString(SignInLink.Query.Split("token=")[1]);

    /// <summary>What the gateway that belongs to this product listens on.</summary>
    public Uri Gateway { get; } = new($"http://127.0.0.1:{FreePort()}");

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
        File.SetUnixFileMode(_data.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        var start = new ProcessStartInfo(Places.DashboardProgram)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
            ArgumentList = { "--urls", $"http://127.0.0.1:{FreePort()}", "--Data:Directory", _data.FullName, "--Gateway:Urls", Gateway.OriginalString },
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _signIn.TrySetException(new InvalidOperationException($"The product ended before it printed its sign-in link:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            SignInLink = await _signIn.Task.WaitAsync(StartTime);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"The product printed no sign-in link in {StartTime.TotalSeconds} s:\n{Output}", ex);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await StopAsync(process);
            process.Dispose();
        }

        EndGateway();
        _data.Delete(recursive: true);
    }

    // A polite stop first, so that the database ends with the product.
    private static async Task StopAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    // The gateway outlives the control plane on purpose; a test must not leave it behind.
    private void EndGateway()
    {
        var contact = Path.Combine(_data.FullName, "gateway", "contact.json");
        if (!File.Exists(contact))
        {
            return;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(contact));
        var pid = json.RootElement.EnumerateObject().First(property => property.Name.Equals("pid", StringComparison.OrdinalIgnoreCase)).Value.GetInt32();
        try
        {
            using var gateway = Process.GetProcessById(pid);
            gateway.Kill();
            gateway.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    private void Read(string? line)
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
            _signIn.TrySetResult(new Uri(match.Groups["link"].Value));
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
