using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>Pre-deploy commands as containers of a real Podman.</summary>
public sealed class ContainerHookTests(Podman podman) : IAsyncLifetime
{
    private static readonly HookRunId s_run = new(DeploymentId.From("shop-7"), 1);
    private ContainerHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task It_runs_once_from_the_releases_image_and_environment_and_is_no_instance()
    {
        var release = Hook("echo \"$MODE $SLUICE_PRE_DEPLOY $SLUICE_DEPLOYMENT uid:$(id -u)\"", hook => hook with { Env = [new("MODE", "migrating")], User = "1000" });
        await StartAsync(release);
        var exited = Assert.IsType<HookEnd.Exited>(await EndAsync());
        await StartAsync(release);

        Assert.Equal((0, false), (exited.Code, exited.WasStopped));
        Assert.Equal(["migrating 1 shop-7 uid:1000"], exited.LastLines);
        Assert.Single(await _host.ContainersAsync());
        Assert.Empty(await _host.InspectAsync(release));

        // It stands beside the instances and is not taken for somebody else's.
        await _host.StartAsync(ContainerHost.Serving(3));
        await _host.OneAsync(ContainerHost.Serving(3), InstanceState.Ready);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_control_plane_finds_it_running_and_starts_no_second_one(bool remembers)
    {
        var release = Hook("echo begun; sleep 600");
        await StartAsync(release);
        await RunningAsync();

        var next = _host.NewRuntime(remembers: remembers);
        Assert.IsType<HookSighting.Running>(await next.Hooks.LookAsync(_host.Place, s_run, Ct));
        await StartAsync(release, next);
        Assert.Single(await _host.ContainersAsync());
        Assert.Equal(["begun"], await next.Hooks.ReadLastLinesAsync(_host.Place, s_run, 10, Ct));

        await next.Hooks.EndAsync(_host.Place, s_run, TimeSpan.Zero, Ct);
        var exited = Assert.IsType<HookEnd.Exited>(await EndAsync(next));
        Assert.Equal((137, true), (exited.Code, exited.WasStopped));
    }

    [Fact]
    public async Task What_it_exited_with_is_told_also_to_a_control_plane_that_was_not_there_and_remembers_nothing()
    {
        await StartAsync(Hook("echo gone wrong; exit 3"));
        await EndAsync();
        var exited = Assert.IsType<HookEnd.Exited>(await EndAsync(_host.NewRuntime(remembers: false)));
        Assert.Equal((3, "gone wrong"), (exited.Code, Assert.Single(exited.LastLines)));
    }

    [Fact]
    public async Task One_that_was_made_and_not_started_is_started_by_the_next_control_plane()
    {
        var release = Hook("echo done");
        var labels = _host.Labels.OfHook(_host.Place, release, s_run).SelectMany(label => new[] { "--label", $"{label.Key}={label.Value}" });
        await podman.DoAsync(["create", "--name", _host.Labels.NameOfHook(_host.Place, s_run), .. labels, Podman.Shop, "/bin/echo", "made before"]);
        Assert.IsType<HookSighting.Waiting>(await _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct));
        await StartAsync(release);
        Assert.Equal(["made before"], (await EndAsync()).LastLines);
    }

    [Fact]
    public async Task One_that_somebody_took_away_is_lost_and_not_started_again()
    {
        var release = Hook("sleep 600");
        await StartAsync(release);
        await RunningAsync();
        await podman.DoAsync("rm", "--force", "--time", "0", _host.Labels.NameOfHook(_host.Place, s_run));

        Assert.IsType<HookEnd.Lost>(await EndAsync());
        var next = _host.NewRuntime();
        await StartAsync(release, next);
        Assert.IsType<HookEnd.Lost>(await EndAsync(next));
        Assert.Empty(await _host.ContainersAsync());
    }

    [Fact]
    public async Task A_program_that_is_not_in_the_image_is_no_run_and_leaves_nothing()
    {
        var release = Hook("true") with { };
        var refused = await Assert.ThrowsAsync<RuntimeException>(() => StartAsync(release with { Spec = release.Spec with { PreDeploy = new(["/no/such/program"]) } }));
        Assert.Contains("no/such/program", refused.Message, StringComparison.Ordinal);
        Assert.Null(await _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct));
        Assert.Empty(await _host.ContainersAsync());
    }

    [Fact]
    public async Task A_name_that_somebody_elses_container_has_stops_it_and_that_is_not_touched()
    {
        await podman.DoAsync("create", "--name", _host.Labels.NameOfHook(_host.Place, s_run), "--label", $"sluice.service={_host.Place.Service}", Podman.Shop);
        var refused = await Assert.ThrowsAsync<RuntimeException>(() => StartAsync(Hook("true")));
        Assert.False(refused.IsTransient);
        Assert.Contains("somebody else's container", refused.Message, StringComparison.Ordinal);
        await _host.Runtime.Hooks.TidyAsync(_host.Place, but: null, Ct);
        Assert.Single(await _host.ContainersAsync());
    }

    [Fact]
    public async Task Another_run_is_taken_away_and_its_lines_are_kept()
    {
        await StartAsync(Hook("echo last words"));
        await EndAsync();
        await _host.Runtime.Hooks.TidyAsync(_host.Place, s_run, Ct);
        Assert.Single(await _host.ContainersAsync());
        await _host.Runtime.Hooks.TidyAsync(_host.Place, but: null, Ct);

        Assert.Empty(await _host.ContainersAsync());
        Assert.Equal(["last words"], await _host.Runtime.Hooks.ReadLastLinesAsync(_host.Place, s_run, 10, Ct));
        Assert.Null(await _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct));
    }

    [Fact]
    public void A_privileged_one_takes_the_installations_leave()
    {
        var release = Hook("true", hook => hook with { Privileged = true });
        Assert.Contains("Runtimes:Containers:PrivilegedHooks", _host.Runtime.WhyNotRun(release.Spec), StringComparison.Ordinal);
        Assert.Null(ContainerPolicy.WhyNot(new() { PrivilegedHooks = true }, release.Spec));
        Assert.Null(_host.Runtime.WhyNotRun(Hook("true").Spec));
    }

    private static Release Hook(string script, Func<HookCommand, HookCommand>? change = null)
    {
        var hook = new HookCommand(["/bin/sh", "-c", script]);
        return Releases.Of(3, new ReleaseSpec { Image = Podman.Shop, PreDeploy = change?.Invoke(hook) ?? hook });
    }

    private Task StartAsync(Release release, ContainerRuntime? runtime = null) => (runtime ?? _host.Runtime).Hooks.StartAsync(_host.Place, _host.Environment, release, new(s_run, release.Spec.PreDeploy!), Ct);

    private Task<HookSighting?> RunningAsync() => Eventually.Get(() => _host.Runtime.Hooks.LookAsync(_host.Place, s_run, Ct), seen => seen is HookSighting.Running, "it runs");

    private async Task<HookEnd> EndAsync(ContainerRuntime? runtime = null) => ((HookSighting.Ended)(await Eventually.Get(
        () => (runtime ?? _host.Runtime).Hooks.LookAsync(_host.Place, s_run, Ct), seen => seen is HookSighting.Ended, "it ends"))!).How;
}
