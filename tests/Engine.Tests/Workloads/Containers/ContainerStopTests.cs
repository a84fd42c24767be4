using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class ContainerStopTests(Podman podman) : IAsyncLifetime
{
    private const string Deaf = "trap '' TERM; echo up; while :; do sleep 0.05; done";

    private ContainerHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_container_is_asked_first_may_end_in_order_and_leaves_its_last_lines()
    {
        var instance = await _host.StartedAsync(ContainerHost.Serving(1), InstanceState.Ready);

        await _host.StopAsync(instance.Id, TimeSpan.FromMinutes(1));

        Assert.Equal("bye", (await _host.LinesAsync(instance.Id))[^1]);
        Assert.Empty(await _host.ContainersAsync());
    }

    [Fact]
    public async Task A_container_that_does_not_listen_is_killed_when_its_grace_is_over()
    {
        var release = ContainerHost.Script(1, Deaf);
        var instance = await UpAsync(release);

        var stopping = _host.StopAsync(instance.Id, TimeSpan.FromSeconds(2));
        var seen = await Eventually.Get(() => _host.InspectAsync(release), i => i is [{ State: InstanceState.Unready }] or [], "it is being stopped");
        await stopping;

        Assert.Equal("is being stopped", Assert.Single(seen).Problem);
        Assert.Empty(await _host.InspectAsync(release));
        Assert.Empty(await _host.ContainersAsync());
    }

    [Fact]
    public async Task A_stop_that_was_cut_short_is_finished_by_the_next_control_plane()
    {
        var release = ContainerHost.Script(1, Deaf);
        var instance = await UpAsync(release);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var stopping = _host.Runtime.StopAsync(_host.Place, instance.Id, TimeSpan.FromSeconds(30), cut.Token);
        await Eventually.Get(() => _host.InspectAsync(release), i => i[0].State == InstanceState.Unready, "it is being stopped");
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
        Assert.True(Assert.Single(await _host.InspectAsync(release, _host.NewRuntime(remembers: false))).IsStopping);
        await podman.DoAsync("kill", "--signal", "KILL", instance.Container!);

        var next = _host.NewRuntime(remembers: false);
        await Eventually.Get(() => _host.InspectAsync(release, next), seen => seen.Count == 0, "it is taken away");

        Assert.Empty(await _host.ContainersAsync());
    }

    [Fact]
    public async Task A_release_that_is_wanted_again_while_it_stops_gets_a_new_container()
    {
        var release = ContainerHost.Script(1, Deaf);
        var old = await UpAsync(release);
        var stopping = _host.StopAsync(old.Id, TimeSpan.FromSeconds(5));
        await Eventually.Get(() => _host.InspectAsync(release), i => i[0].State == InstanceState.Unready, "it is being stopped");

        await _host.StartAsync(release);
        var both = await _host.InspectAsync(release);
        await stopping;

        Assert.Equal(2, both.Count);
        Assert.NotEqual(old.Id, Assert.Single(await _host.InspectAsync(release)).Id);
    }

    private async Task<Instance> UpAsync(Domain.Services.Release release)
    {
        await _host.StartAsync(release);
        var instance = Assert.Single(await _host.InspectAsync(release));
        await Eventually.Get(() => _host.LinesAsync(instance.Id), lines => lines.Count > 0, "it has started");
        return instance;
    }
}
