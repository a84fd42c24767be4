using System.Diagnostics;
using Sluice.Engine.Tests.Store;

[assembly: AssemblyFixture(typeof(Sluice.Engine.Tests.Workloads.Containers.Podman))]

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>
/// A real Podman with storage of its own, for all tests of the assembly; started when the first test asks. It has one image, made here from busybox:
/// <c>localhost/shop:1</c> listens on <c>PORT</c>, answers <c>/health</c> and <c>/cgi-bin/cart</c>, and ends on SIGTERM with a last word.
/// </summary>
public sealed class Podman : IAsyncDisposable
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

    private const string Serve = """
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

    private readonly SemaphoreSlim _starting = new(1, 1);
    private TempFolder? _folder;
    private PodmanService? _service;
    private string? _whyNot;

    /// <summary>The service that all tests share. None may stop it.</summary>
    internal async Task<PodmanService> StartedAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_folder is null)
            {
                _folder = new TempFolder();
                await File.WriteAllTextAsync(Path.Combine(_folder.Path, "containers.conf"), Settings.Replace("{folder}", _folder.Path, StringComparison.Ordinal));
                _whyNot = await WhyNotAsync();
            }

            Assert.SkipWhen(_whyNot is not null, $"Podman cannot be used; it takes the packages podman, runc and busybox-static, and root: {_whyNot}");
            return _service ??= await ServeAsync("podman.sock");
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Another service on the same containers, which a test may stop.</summary>
    internal async Task<PodmanService> ServeAsync(string socket)
    {
        var service = new PodmanService(this, Path.Combine(_folder!.Path, socket));
        await service.StartAsync();
        return service;
    }

    /// <returns>What it wrote.</returns>
    internal async Task<string> DoAsync(params string[] arguments)
    {
        var (code, said) = await TryAsync(arguments);
        Assert.True(code == 0, $"podman {string.Join(' ', arguments)}: {said}");
        return said;
    }

    /// <returns>What it wrote, or why it failed.</returns>
    private async Task<(int Code, string Said)> TryAsync(params string[] arguments)
    {
        using var podman = Process.Start(Command(["podman", .. Storage, .. arguments], captures: true))!;
        var (output, error) = (podman.StandardOutput.ReadToEndAsync(), podman.StandardError.ReadToEndAsync());
        await podman.WaitForExitAsync();
        return (podman.ExitCode, (podman.ExitCode == 0 ? await output : await error).Trim());
    }

    internal Process Start(string[] arguments) => Process.Start(Command(["/bin/sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", Path.Combine(_folder!.Path, "service.log"), "podman", .. Storage, .. arguments], captures: false))!;

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await DoAsync("rm", "--all", "--force", "--time", "0");
            await _service.DisposeAsync();
        }

        _folder?.Dispose();

        _starting.Dispose();
    }

    private string[] Storage => ["--root", Path.Combine(_folder!.Path, "root"), "--runroot", Path.Combine(_folder.Path, "run"), "--storage-driver", "vfs"];

    /// <summary>Null when a container runs; many machines that tests run on are containers themselves and allow none.</summary>
    private async Task<string?> WhyNotAsync()
    {
        if (await RunAsync("/bin/sh", "-c", "command -v podman && command -v runc && command -v busybox") != 0)
        {
            return "not installed.";
        }

        await MakeImageAsync();
        var (code, said) = await TryAsync("run", "--rm", "--publish", "127.0.0.1::8080", Shop, "/bin/echo", "ready");
        return code == 0 ? null : said;
    }

    private async Task MakeImageAsync()
    {
        var root = Path.Combine(_folder!.Path, "rootfs");
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        Directory.CreateDirectory(Path.Combine(root, "tmp"));
        Directory.CreateDirectory(Path.Combine(root, "www", "cgi-bin"));
        await File.WriteAllTextAsync(Path.Combine(root, "www", "health"), "healthy\n");
        await WriteProgramAsync(Path.Combine(root, "serve"), Serve);
        await WriteProgramAsync(Path.Combine(root, "www", "cgi-bin", "cart"), Page + "\necho ok\n");
        await WriteProgramAsync(Path.Combine(root, "www", "cgi-bin", "self"), Page + "\nenv; echo \"uid $(id -u)\"\n");
        Assert.Equal(0, await RunAsync("/bin/sh", "-c", $"cp \"$(command -v busybox)\" {root}/bin/busybox && for name in sh httpd sleep cat echo env id; do ln -s busybox {root}/bin/$name; done && tar -C {root} -c . -f {root}.tar"));
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

    private ProcessStartInfo Command(string[] command, bool captures)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = captures, RedirectStandardError = captures, UseShellExecute = false };
        start.Environment["CONTAINERS_CONF"] = Path.Combine(_folder!.Path, "containers.conf");
        return start;
    }
}
