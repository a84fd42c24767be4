using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>
/// A real Podman with storage of its own in a folder, for tests and benchmarks. It has one image, made here from busybox:
/// <c>localhost/shop:1</c> listens on <c>PORT</c>, answers <c>/health</c> and <c>/cgi-bin/cart</c>, and ends on SIGTERM with a last word.
/// </summary>
internal sealed class PodmanEngine(string folder) : IAsyncDisposable
{
    public const string Shop = "localhost/shop:1";

    private const string Settings = """
        [containers]
        default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
        [engine]
        runtime = "runc"
        events_logger = "file"
        cgroup_manager = "cgroupfs"
        lock_type = "file"
        tmp_dir = "{folder}/tmp"
        """;

    private const string Program = """
        #!/bin/sh
        trap 'kill $server; echo bye; exit 0' TERM
        echo "listens on $PORT"
        httpd -f -p $PORT -h /www & server=$!
        wait
        """;

    private const string Page = """
        #!/bin/sh
        echo "Content-Type: text/plain"
        echo "Shop-Version: $SHOP_VERSION"
        echo
        """;

    private Process? _keeper;

    /// <summary>Of the loopback; a registry that listens there may do without encryption.</summary>
    public int RegistryPort { get; } = FreePort();

    private string[] Storage => ["--root", Path.Combine(folder, "root"), "--runroot", Path.Combine(folder, "run"), "--storage-driver", "vfs"];

    private string RegistriesFile => Path.Combine(folder, "registries.conf");

    /// <summary>Makes it ready to run containers of its image.</summary>
    /// <returns>Null when one ran; many machines are containers themselves and allow none.</returns>
    public async Task<string?> PrepareAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "containers.conf"), Settings.Replace("{folder}", folder, StringComparison.Ordinal));
        await File.WriteAllTextAsync(RegistriesFile, string.Create(CultureInfo.InvariantCulture, $"[[registry]]\nlocation = \"127.0.0.1:{RegistryPort}\"\ninsecure = true\n"));
        if (await RunAsync("/bin/sh", "-c", "{ command -v podman && command -v runc && command -v busybox; } >/dev/null") != 0)
        {
            return "not installed.";
        }

        await MakeImageAsync();
        _keeper = Keep();
        var (code, said) = await TryAsync("run", "--rm", "--publish", "127.0.0.1::8080", Shop, "/bin/echo", "ready");
        return code == 0 ? null : said;
    }

    /// <returns>What it wrote.</returns>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var (code, said) = await TryAsync(arguments);
        return code == 0 ? said : throw new InvalidOperationException($"podman {string.Join(' ', arguments)}: {said}");
    }

    /// <summary>Serves the Docker Engine API on a socket, which begins to answer a moment later.</summary>
    public Process Serve(string socket) => Start("system", "service", "--time=0", "unix://" + socket);

    public static bool Listens(string socket)
    {
        try
        {
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Removes every container.</summary>
    public async ValueTask DisposeAsync()
    {
        using var keeper = _keeper;
        keeper?.StandardInput.Close();
        await (keeper?.WaitForExitAsync() ?? Task.CompletedTask);
        if (keeper is { ExitCode: not 0 })
        {
            throw new InvalidOperationException("Containers are left behind.");
        }
    }

    /// <summary>
    /// Waits for the end of this process, however it ends, and removes its containers: one that is left to itself leaves rules of the firewall behind, which take a port of this machine from
    /// whoever gets it next.
    /// </summary>
    private Process Keep()
    {
        var command = Command(["setsid", "--wait", "/bin/sh", "-c", "cat >/dev/null; exec podman \"$@\" >/dev/null", "sh", .. Storage, "rm", "--all", "--force", "--time", "0"], captures: false);
        command.RedirectStandardInput = true;
        return Process.Start(command)!;
    }

    /// <summary>What goes on; its output is in a file of the folder.</summary>
    private Process Start(params string[] arguments) =>
        Process.Start(Command(["/bin/sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", Path.Combine(folder, "service.log"), "podman", .. Storage, .. arguments], captures: false))!;

    /// <returns>What it wrote, or why it failed.</returns>
    private async Task<(int Code, string Said)> TryAsync(params string[] arguments)
    {
        using var podman = Process.Start(Command(["podman", .. Storage, .. arguments], captures: true))!;
        var (output, error) = (podman.StandardOutput.ReadToEndAsync(), podman.StandardError.ReadToEndAsync());
        await podman.WaitForExitAsync();
        return (podman.ExitCode, (podman.ExitCode == 0 ? await output : await error).Trim());
    }

    private async Task MakeImageAsync()
    {
        var root = Path.Combine(folder, "rootfs");
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        Directory.CreateDirectory(Path.Combine(root, "tmp"));
        Directory.CreateDirectory(Path.Combine(root, "www", "cgi-bin"));
        await File.WriteAllTextAsync(Path.Combine(root, "www", "health"), "healthy\n");
        await WriteProgramAsync(Path.Combine(root, "serve"), Program);
        await WriteProgramAsync(Path.Combine(root, "www", "cgi-bin", "cart"), Page + "\necho ok\n");
        await WriteProgramAsync(Path.Combine(root, "www", "cgi-bin", "self"), Page + "\nenv; echo \"uid $(id -u)\"\n");
        const string Tools = "sh httpd sleep cat echo env id mv";
        if (await RunAsync("/bin/sh", "-c", $"cp \"$(command -v busybox)\" {root}/bin/busybox && for name in {Tools}; do ln -s busybox {root}/bin/$name; done && tar -C {root} -c . -f {root}.tar") != 0)
        {
            throw new InvalidOperationException("The image's files cannot be packed.");
        }

        await DoAsync("import", "--change", "CMD [\"/serve\"]", root + ".tar", Shop);
    }

    private static async Task WriteProgramAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private async Task<int> RunAsync(params string[] command)
    {
        using var process = Process.Start(Command(command, captures: false))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private ProcessStartInfo Command(string[] command, bool captures)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = captures, RedirectStandardError = captures, UseShellExecute = false };
        start.Environment["CONTAINERS_REGISTRIES_CONF"] = RegistriesFile;
        start.Environment["CONTAINERS_CONF"] = Path.Combine(folder, "containers.conf");
        return start;
    }
}
