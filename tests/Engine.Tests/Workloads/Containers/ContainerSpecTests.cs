using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>What a release says of its container is what the engine has.</summary>
public sealed class ContainerSpecTests(Podman podman) : IAsyncLifetime
{
    private ContainerHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Labels_are_beside_our_own_and_none_takes_the_place_of_one()
    {
        var instance = await _host.StartedAsync(With(1, new() { Labels = [new("team", "payments"), new("empty", "")] }), InstanceState.Ready);

        var labels = Assert.Single(await _host.ContainersAsync()).Labels!;
        Assert.Equal(("payments", "", instance.Id, "1"), (labels["team"], labels["empty"], labels["sluice.instance"], labels["sluice.release"]));
    }

    [Fact]
    public async Task A_volume_outlives_its_containers_and_memory_does_not()
    {
        var volume = _host.Place.Service.Value;
        ContainerSpec mounted = new() { Volumes = [new(MountType.Volume, volume, "/data"), new(MountType.Tmpfs, null, "/scratch")] };
        try
        {
            var first = await _host.StartedAsync(With(1, mounted), InstanceState.Ready);
            await InAsync(first, "echo kept >/data/file; echo gone >/scratch/file");
            await _host.StopAsync(first.Id, TimeSpan.FromSeconds(10));

            var second = await _host.StartedAsync(With(2, mounted with { Volumes = [mounted.Volumes![0] with { ReadOnly = true }, mounted.Volumes[1]] }), InstanceState.Ready);
            Assert.Equal("kept no", await InAsync(second, "cat /data/file | while read said; do if [ -e /scratch/file ]; then echo \"$said yes\"; else echo \"$said no\"; fi; done"));
            Assert.Equal("refused", await InAsync(second, "if (echo more >/data/other) 2>/dev/null; then echo written; else echo refused; fi"));
            Assert.Contains(volume, await podman.DoAsync("volume", "ls", "--quiet"), StringComparison.Ordinal);
        }
        finally
        {
            await podman.DoAsync("rm", "--force", "--time", "0", "--filter", $"label=sluice.service={_host.Place.Service.Value}");
            await podman.DoAsync("volume", "rm", "--force", volume);
        }
    }

    [Fact]
    public async Task How_a_container_was_made_is_told_by_its_engine()
    {
        var instance = await _host.StartedAsync(With(1, new() { Memory = 128 << 20, Labels = [new("team", "payments")], Volumes = [new(MountType.Tmpfs, null, "/scratch")] }), InstanceState.Ready);

        var detail = Assert.Single(await _host.Runtime.DescribeAsync(_host.Place, Ct), one => one.Key == instance.Id).Value;
        Assert.Equal((Podman.Shop, 128L << 20), (detail.Image, detail.Memory));
        Assert.Contains(detail.Variables, variable => variable is { Name: "PORT", Value: "8080" });
        Assert.Contains(new("team", "payments"), detail.Labels);
        Assert.Contains(detail.Mounts, mount => mount is { Target: "/scratch", Type: "tmpfs" });
        Assert.Equal($"{new Uri(instance.Address).Authority} → 8080/tcp", Assert.Single(detail.Ports));
        Assert.NotEmpty(detail.Command);
    }

    [Fact]
    public async Task A_folder_that_nobody_allowed_is_not_mounted()
    {
        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(With(1, new() { Volumes = [new(MountType.Bind, "/etc", "/host")] })));

        Assert.False(refused.IsTransient);
        Assert.Contains("Runtimes:Containers:BindFrom", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.ContainersAsync());
    }

    [Fact]
    public async Task Limits_capabilities_and_the_way_to_stop_are_those_of_the_release()
    {
        var instance = await _host.StartedAsync(
            With(1, new() { Memory = 128 << 20, MemoryReservation = 64 << 20, CapDrop = ["NET_RAW"], Ulimits = [new("nofile", 256, 512), new("nproc", 512, 1024)], StopSignal = "SIGINT", StopGrace = TimeSpan.FromSeconds(90) }), InstanceState.Ready);

        Assert.Equal("67108864", await podman.DoAsync("inspect", "--format", "{{.HostConfig.MemoryReservation}}", instance.Container!));
        Assert.Contains("NET_RAW", await podman.DoAsync("inspect", "--format", "{{.HostConfig.CapDrop}}", instance.Container!), StringComparison.Ordinal);
        Assert.Equal("512", await InAsync(instance, "ulimit -Hn"));
        Assert.True(await podman.DoAsync("inspect", "--format", "{{.Config.StopSignal}}", instance.Container!) is "2" or "SIGINT");
        Assert.Equal("90", Assert.Single(await _host.ContainersAsync()).Labels!["sluice.grace"]);
    }

    [Fact]
    public async Task A_network_that_does_not_exist_stops_the_start_with_its_name()
    {
        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(With(1, new() { Networks = ["no-such-network"] })));

        Assert.Contains("no-such-network", refused.Message, StringComparison.Ordinal);
    }

    private static Release With(int number, ContainerSpec container)
    {
        var release = ContainerHost.Serving(number);
        return release with { Spec = release.Spec with { Container = container } };
    }

    private Task<string> InAsync(Instance instance, string script)
    {
        Ct.ThrowIfCancellationRequested();
        return podman.DoAsync("exec", instance.Container!, "/bin/sh", "-c", script);
    }
}
