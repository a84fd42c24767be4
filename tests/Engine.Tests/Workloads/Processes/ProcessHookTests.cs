using System.Text.Json.Nodes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

/// <summary>Pre-deploy commands as processes: each run once, whatever becomes of the control plane.</summary>
public sealed class ProcessHookTests : IDisposable
{
    private static readonly HookRunId s_run = new(DeploymentId.From("shop-7"), 1);
    private readonly ProcessHost _host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task It_runs_once_with_the_environment_of_the_release_and_marks_of_its_own()
    {
        var release = Hook("""echo "$MODE $OVER $SLUICE_PRE_DEPLOY $SLUICE_DEPLOYMENT $SLUICE_ATTEMPT $SLUICE_RELEASE port:$PORT"; echo x >>runs""");
        release = release with { Spec = release.Spec with { Env = [new("MODE", "live"), new("OVER", "old")], PreDeploy = release.Spec.PreDeploy! with { Env = [new("OVER", "new")] } } };
        await StartAsync(release);
        var exited = Assert.IsType<HookEnd.Exited>(await EndAsync());
        await StartAsync(release);

        Assert.Equal((0, false), (exited.Code, exited.WasStopped));
        Assert.Equal(["live new 1 shop-7 1 3 port:"], exited.LastLines);
        Assert.Equal(exited, await EndAsync());
        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Combine(_host.Folder, "runs"), Ct));
        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task What_it_exits_with_is_told_also_to_a_control_plane_that_was_not_there()
    {
        await StartAsync(Hook("echo gone wrong; exit 3"));
        await EndAsync();
        var exited = Assert.IsType<HookEnd.Exited>(await EndAsync(_host.NewRuntime()));
        Assert.Equal((3, "gone wrong"), (exited.Code, Assert.Single(exited.LastLines)));
    }

    [Fact]
    public async Task How_it_ended_is_known_whatever_programs_its_path_has()
    {
        var bin = Directory.CreateDirectory(Path.Combine(_host.Folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "mv"), "/bin/false");
        var release = Hook("exit 3");
        await StartAsync(release with { Spec = release.Spec with { Env = [new("PATH", $"{bin}:/usr/bin:/bin")] } });
        Assert.Equal(3, Assert.IsType<HookEnd.Exited>(await EndAsync()).Code);
    }

    [Fact]
    public async Task The_next_control_plane_finds_it_running_and_starts_no_second_one()
    {
        var go = Path.Combine(_host.Folder, "go");
        var release = Hook($"echo x >>runs; while [ ! -e {go} ]; do sleep 0.05; done");
        await StartAsync(release);
        await RunningAsync();

        var next = _host.NewRuntime();
        Assert.IsType<HookSighting.Running>(await next.Hooks.LookAsync(_host.Place, s_run, Ct));
        await StartAsync(release, next);
        await File.WriteAllTextAsync(go, string.Empty, Ct);

        Assert.Equal(0, Assert.IsType<HookEnd.Exited>(await EndAsync(next)).Code);
        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Combine(_host.Folder, "runs"), Ct));
    }

    [Fact]
    public async Task One_that_was_only_meant_to_be_started_is_started_and_one_whose_number_was_not_written_down_is_found()
    {
        var go = Path.Combine(_host.Folder, "go");
        var release = Hook($"while [ ! -e {go} ]; do sleep 0.05; done");
        await StartAsync(release);
        await RunningAsync();
        Change(record => record["pid"] = null);
        var next = _host.NewRuntime();
        Assert.IsType<HookSighting.Running>(await next.Hooks.LookAsync(_host.Place, s_run, Ct));
        await next.Hooks.EndAsync(_host.Place, s_run, TimeSpan.FromSeconds(5), Ct);

        Change(record => (record["pid"], record["stop_asked_at"]) = (null, null));
        File.Delete(Path.Combine(RecordFolder(), "began"));
        var third = _host.NewRuntime();
        Assert.Null(await third.Hooks.LookAsync(_host.Place, s_run, Ct));
        await File.WriteAllTextAsync(go, string.Empty, Ct);
        await StartAsync(release, third);
        Assert.Equal(0, Assert.IsType<HookEnd.Exited>(await EndAsync(third)).Code);
    }

    [Fact]
    public async Task One_that_was_killed_with_the_shell_around_it_is_lost_and_not_started_again()
    {
        var release = Hook("sleep 600");
        await StartAsync(release);
        await RunningAsync();
        await KillAllAsync();
        Assert.IsType<HookEnd.Lost>(await EndAsync());
        var next = _host.NewRuntime();
        await StartAsync(release, next);
        Assert.IsType<HookEnd.Lost>(await EndAsync(next));
        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task One_that_the_machine_took_with_it_is_lost()
    {
        await StartAsync(Hook("sleep 600"));
        await RunningAsync();
        await KillAllAsync();
        Change(record => record["stamp"] = "another-boot/" + record["stamp"]!.GetValue<string>().Split('/')[1]);
        Assert.Equal("the machine was started anew meanwhile", Assert.IsType<HookEnd.Lost>(await EndAsync(_host.NewRuntime())).Why);
    }

    [Theory]
    [InlineData("sleep 600")]
    [InlineData("trap '' TERM; echo deaf; while :; do sleep 0.1; done")]
    public async Task It_is_ended_with_everything_that_it_started(string script)
    {
        await StartAsync(Hook(script));
        await RunningAsync();
        await _host.Runtime.Hooks.EndAsync(_host.Place, s_run, TimeSpan.FromMilliseconds(200), Ct);

        Assert.True(Assert.IsType<HookEnd.Exited>(await EndAsync()).WasStopped);
        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task What_ended_by_itself_was_not_ended_from_outside()
    {
        await StartAsync(Hook("true"));
        await EndAsync();
        await _host.Runtime.Hooks.EndAsync(_host.Place, s_run, TimeSpan.Zero, Ct);
        Assert.Equal((0, false), (Assert.IsType<HookEnd.Exited>(await EndAsync()).Code, ((HookEnd.Exited)await EndAsync()).WasStopped));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_no_run()
    {
        var release = Hook("true") with { };
        release = release with { Spec = release.Spec with { PreDeploy = new(["./no-such-program"]) } };
        var refused = await Assert.ThrowsAsync<RuntimeException>(() => StartAsync(release));
        Assert.False(refused.IsTransient);
        Assert.Contains("the pre-deploy command of release 3", refused.Message, StringComparison.Ordinal);
        Assert.Null(await _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct));
    }

    [Fact]
    public async Task Another_run_is_forgotten_and_killed_and_its_lines_are_kept()
    {
        await StartAsync(Hook("echo last words; sleep 600"));
        await Eventually.Get(() => _host.Runtime.Hooks.ReadLastLinesAsync(_host.Place, s_run, 10, Ct), lines => lines.Count == 1, "it wrote");
        await _host.Runtime.Hooks.TidyAsync(_host.Place, s_run, Ct);
        Assert.IsType<HookSighting.Running>(await _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct));

        var second = s_run with { Attempt = 2 };
        await Eventually.True(() => TidyAsync().Result, "it is forgotten");
        Assert.Empty(_host.Processes);
        Assert.Equal(["last words"], await _host.Runtime.Hooks.ReadLastLinesAsync(_host.Place, s_run, 10, Ct));

        async Task<bool> TidyAsync()
        {
            await _host.Runtime.Hooks.TidyAsync(_host.Place, second, Ct);
            return await _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct) is null;
        }
    }

    private static Release Hook(string script) =>
        Releases.Of(3, new ReleaseSpec { Command = ["/bin/true"], PreDeploy = new(["/bin/sh", "-c", script]) });

    private Task StartAsync(Release release, ProcessRuntime? runtime = null) => (runtime ?? _host.Runtime).Hooks.StartAsync(_host.Place, _host.Environment, release, new(s_run, release.Spec.PreDeploy!), Ct);

    private Task<HookSighting?> RunningAsync() => Eventually.Get(
        () => _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct), seen => seen is HookSighting.Running && _host.Processes.Count > 1, "it runs within its shell");

    /// <summary>Also what one of them had just begun when it was looked up.</summary>
    private Task KillAllAsync() => Eventually.True(
        () =>
        {
            foreach (var process in _host.Processes)
            {
                Signals.KillNow(process.Pid);
            }

            return _host.Processes.Count == 0;
        },
        "all of it is dead");

    private async Task<HookEnd> EndAsync(ProcessRuntime? runtime = null) => ((HookSighting.Ended)(await Eventually.Get(
        () => (runtime ?? _host.Runtime).Hooks.LookAsync(_host.Place, s_run, Ct), seen => seen is HookSighting.Ended, "it ends"))!).How;

    private string RecordFolder() => Assert.Single(Directory.GetDirectories(Path.Combine(_host.Folder, "hooks", "_default", _host.Place.Service.Value, "production")));

    private void Change(Action<JsonNode> change)
    {
        var path = Path.Combine(RecordFolder(), "instance.json");
        var record = JsonNode.Parse(File.ReadAllText(path))!;
        change(record);
        File.WriteAllText(path, record.ToJsonString());
    }
}
