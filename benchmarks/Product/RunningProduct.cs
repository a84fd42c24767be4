using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Sluice.Benchmarks.Product;

/// <summary>The product, started as its users start it, on ports and a data directory of its own. Ends all that it started.</summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _data;
    private readonly Process _process;
    private readonly Uri _address;

    private RunningProduct(DirectoryInfo data, Process process, Uri address, Uri gateway) =>
        (_data, _process, _address, Gateway) = (data, process, address, gateway);

    /// <summary>Where the gateway takes traffic.</summary>
    public Uri Gateway { get; }

    public Uri Address => _address;

    public int ProcessId => _process.Id;

    public ProcessUsage ControlPlane => new(_process.Id);

    /// <summary>The process that the gateway runs in.</summary>
    public ProcessUsage GatewayProcess => new(Contact().GetProperty("pid").GetInt32());

    public string Token => File.ReadAllText(Path.Combine(_data.FullName, "access", "token")).Trim();

    public static async Task<RunningProduct> StartAsync(CancellationToken ct, params string[] args)
    {
        var data = Directory.CreateTempSubdirectory("sluice-bench-");

        // The database's user must be able to pass through.
        File.SetUnixFileMode(data.FullName, File.GetUnixFileMode(data.FullName) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        var (address, gateway) = (new Uri($"http://127.0.0.1:{FreePort()}"), new Uri($"http://127.0.0.1:{FreePort()}"));
        var output = new FileStream(Path.Combine(data.FullName, "output.log"), FileMode.Create, FileAccess.Write, FileShare.Read);
        var process = Process.Start(new ProcessStartInfo(
            "/bin/sh",
            ["-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", output.Name, Places.DashboardProgram,
                "--urls", Root(address), "--Data:Directory", data.FullName, "--Gateway:Urls", Root(gateway), "--Logging:LogLevel:Default", "Warning", .. args])
        {
            WorkingDirectory = Path.GetTempPath(),
        })!;
        await output.DisposeAsync();
        var product = new RunningProduct(data, process, address, gateway);
        try
        {
            await product.UntilReadyAsync(ct);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    public SluiceApi Connect() => new(_address, Token);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        EndGateway();
        EndInstances();
        _data.Delete(recursive: true);
    }

    private static string Root(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private async Task UntilReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = _address };
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited || clock.Elapsed > StartLimit)
            {
                throw new InvalidOperationException($"The product does not get ready:\n{await File.ReadAllTextAsync(Path.Combine(_data.FullName, "output.log"), ct)}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }
    }

    // A polite stop first, so that the database ends with the product.
    private async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    // It outlives the control plane on purpose.
    private void EndGateway()
    {
        if (File.Exists(ContactFile))
        {
            End(Contact().GetProperty("pid").GetInt32());
        }
    }

    // They go on serving on purpose, too.
    private void EndInstances()
    {
        foreach (var file in _data.EnumerateFiles("instance.json", SearchOption.AllDirectories))
        {
            var record = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file.FullName));
            if (record.TryGetProperty("pid", out var pid) && pid.ValueKind == JsonValueKind.Number && IsInstance(pid.GetInt32(), file.Directory!.Name))
            {
                End(pid.GetInt32());
            }
        }
    }

    /// <summary>Numbers of processes come again.</summary>
    private static bool IsInstance(int pid, string id) =>
        File.Exists($"/proc/{pid}/environ") && File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"SLUICE_INSTANCE={id}", StringComparer.Ordinal);

    private static void End(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    private string ContactFile => Path.Combine(_data.FullName, "gateway", "contact.json");

    private JsonElement Contact() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(ContactFile));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
