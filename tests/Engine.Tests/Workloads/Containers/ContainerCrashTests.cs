using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class ContainerCrashTests(Podman podman) : IAsyncLifetime
{
    private ContainerHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_control_plane_adopts_what_runs_and_doubles_nothing(bool remembers)
    {
        var release = ContainerHost.Serving(1, replicas: 2);
        await _host.StartAsync(release);
        var before = await Eventually.Get(() => _host.InspectAsync(release), seen => seen.All(i => i.State == InstanceState.Ready), "both are ready");

        var next = _host.NewRuntime(remembers: remembers);
        var adopted = await _host.InspectAsync(release, next);
        await _host.StartAsync(release, next);

        Assert.Equal(before, adopted);
        Assert.Equal(before, await _host.InspectAsync(release, next));
        Assert.Equal(2, (await _host.ContainersAsync()).Count);
    }

    [Fact]
    public async Task A_control_plane_that_died_between_making_and_starting_a_container_leaves_it_to_the_next()
    {
        var release = ContainerHost.Serving(1);
        var labels = _host.Labels.Of(_host.Place, release, 0, "made-1").SelectMany(label => new[] { "--label", $"{label.Key}={label.Value}" });
        await podman.DoAsync(["create", "--name", _host.Labels.NameOf(_host.Place, 1, 0), .. labels, "--env", "PORT=8080", "--publish", "127.0.0.1::8080", Podman.Shop]);

        var seen = Assert.Single(await _host.InspectAsync(release));
        var ready = await _host.StartedAsync(release, InstanceState.Ready);

        Assert.Equal((InstanceState.Starting, "is made and not started yet"), (seen.State, seen.Problem));
        Assert.Equal("made-1", ready.Id);
        Assert.Single(await _host.ContainersAsync());
    }

    [Fact]
    public async Task A_container_that_crashes_after_it_was_ready_comes_back_after_a_pause()
    {
        var runtime = _host.NewRuntime(_host.Clock);
        var release = ContainerHost.Serving(1);
        var ready = await _host.StartedAsync(release, InstanceState.Ready, runtime);
        await podman.DoAsync("kill", "--signal", "KILL", ready.Container!);

        var failed = await _host.OneAsync(release, InstanceState.Failed, runtime);
        await _host.StartAsync(release, runtime);
        var still = Assert.Single(await _host.InspectAsync(release, runtime));
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var back = await _host.StartedAsync(release, InstanceState.Ready, runtime);

        Assert.StartsWith("was ended by signal 9", failed.Problem, StringComparison.Ordinal);
        Assert.Equal(InstanceState.Failed, still.State);
        Assert.Equal(ready.Id, back.Id);
        Assert.NotEqual(ready.Pid, back.Pid);
    }

    [Fact]
    public async Task A_container_that_somebody_removed_is_made_again()
    {
        var release = ContainerHost.Serving(1);
        var before = await _host.StartedAsync(release, InstanceState.Ready);
        await podman.DoAsync("rm", "--force", "--time", "0", before.Container!);

        Assert.Empty(await _host.InspectAsync(release));
        Assert.NotEqual(before.Id, (await _host.StartedAsync(release, InstanceState.Ready)).Id);
    }

    [Fact]
    public async Task Without_the_engine_nothing_is_known_containers_serve_on_and_it_heals_by_itself()
    {
        await using var service = await podman.ServeAsync("lost.sock");
        await using var host = ContainerHost.On(service);
        var release = ContainerHost.Serving(1);
        var before = await host.StartedAsync(release, InstanceState.Ready);

        await service.KillAsync();
        var lost = await Assert.ThrowsAsync<RuntimeException>(() => host.InspectAsync(release));
        using var http = new HttpClient();
        var answer = await http.GetAsync(new Uri(before.Address + "/health"), Ct);
        var ill = host.Watch.Health;
        await service.StartAsync();
        var after = await host.OneAsync(release, InstanceState.Ready);

        Assert.True(lost.IsTransient);
        Assert.Contains(service.Host, lost.Message, StringComparison.Ordinal);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.False(ill.IsWell);
        Assert.Contains("go on serving", ill.Detail, StringComparison.Ordinal);
        Assert.Equal(before, after);
        Assert.Equal(ContainersWatch.Name, host.Watch.Health.Name);
    }
}
