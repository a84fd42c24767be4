using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain.Planning;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Services;

public sealed class ContainerRulesTests
{
    private const string Pinned = "shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly ContainerSpec s_full = new()
    {
        Memory = 64 << 20,
        MemoryReservation = 32 << 20,
        Volumes = [new(MountType.Volume, "data", "/var/lib/shop"), new(MountType.Bind, "/srv/shop", "/etc/shop") { ReadOnly = true }, new(MountType.Tmpfs, null, "/tmp")],
        Labels = [new("team", "payments"), new("com.example.tier", "")],
        Networks = ["front", "back"],
        CapAdd = ["CAP_NET_BIND_SERVICE"],
        CapDrop = ["ALL"],
        Ulimits = [new("nofile", 1024, 2048), new("nproc", 64, -1)],
        Sysctls = [new("net.core.somaxconn", "1024")],
        StopSignal = "SIGQUIT",
        StopGrace = TimeSpan.FromSeconds(45),
    };

    [Fact]
    public void A_release_may_be_an_image_with_a_command_of_its_own() => Assert.Empty(Check(new()
    {
        Image = "registry.example/shop:2",
        Command = ["serve", "--port", "{port}"],
        Container = new() { Port = 80, User = "1000:1000", Memory = 64 << 20, Cpus = 0.5m, Pull = PullPolicy.Always, Ports = [new(9090, null), new(9091, 9000)] },
    }));

    [Fact]
    public void Every_mistake_is_named_at_once()
    {
        var fields = Check(new()
        {
            Image = "Not An Image",
            Replicas = 2,
            Container = new() { Port = 0, User = "a b", Memory = 1, Cpus = 0, Ports = [new(9090, 70_000), new(9090, null)] },
        });

        Assert.Equal(
            ["image", "container.port", "container.user", "container.memory", "container.cpus", "container.ports[0].host", "container.ports[0].host", "container.ports[1].container"],
            fields);
    }

    [Fact]
    public void Volumes_labels_and_the_rest_of_a_container_may_be_given() => Assert.Empty(Check(new() { Image = "shop:1", Container = s_full }));

    [Fact]
    public void Every_mistake_in_them_is_named_with_its_place() => Assert.Equal(
        [
            "container.memory_reservation",
            "container.volumes[0].target", "container.volumes[0].source", "container.volumes[1].target", "container.volumes[2].source", "container.volumes[3].source", "container.volumes[3].read_only",
            "container.volumes[4].target", "container.volumes[5].source",
            "container.labels[0]", "container.labels[1]", "container.labels[2]", "container.networks[0]", "container.networks[1]", "container.cap_add[0]", "container.cap_drop[1]",
            "container.ulimits[0]", "container.ulimits[1]", "container.sysctls[0]", "container.stop_signal", "container.stop_grace",
        ],
        Check(new()
        {
            Image = "shop:1",
            Container = new()
            {
                Memory = 64 << 20,
                MemoryReservation = 128 << 20,
                Volumes =
                [
                    new(MountType.Volume, null, "data"), new(MountType.Volume, "ok", "/../etc"), new(MountType.Bind, "relative", "/a"), new(MountType.Tmpfs, "x", "/b") { ReadOnly = true },
                    new(MountType.Volume, "other", "/a/"), new(MountType.Volume, "tmpfs", "/c"),
                ],
                Labels = [new("sluice.owner", "me"), new("Sluice.x", ""), new("a b", "")],
                Networks = ["host", "a b"],
                CapAdd = ["sys_admin"],
                CapDrop = ["ALL", "CAP_ALL"],
                Ulimits = [new("nofile", 5, 4), new("nofile", -1, 4)],
                Sysctls = [new("kernel", "1")],
                StopSignal = "quit",
                StopGrace = TimeSpan.Zero,
            },
        }));

    [Fact]
    public void The_order_of_mounts_labels_and_the_like_means_nothing_and_what_they_say_means_all()
    {
        var release = new ReleaseSpec { Image = "shop:1", Container = s_full };
        var turned = s_full with
        {
            Volumes = [.. s_full.Volumes!.Reverse()], Labels = [.. s_full.Labels!.Reverse()], CapDrop = ["CAP_ALL"], Networks = [.. s_full.Networks!.Reverse()], Ulimits = [.. s_full.Ulimits!.Reverse()],
        };
        Assert.True(SpecComparison.Compare(release, release with { Container = turned }).ChangesNothing);
        Assert.Equal(SpecVerdict.NeedsUpdate, SpecComparison.Compare(release, release with { Container = s_full with { MemoryReservation = null } }).Verdict);

        ContainerSpec[] others =
        [
            s_full with { Volumes = null },
            s_full with { Volumes = s_full.Volumes!.SetItem(0, s_full.Volumes![0] with { ReadOnly = true }) },
            s_full with { Volumes = s_full.Volumes!.SetItem(0, s_full.Volumes![0] with { Source = "other" }) },
            s_full with { Volumes = s_full.Volumes!.SetItem(1, new(MountType.Tmpfs, null, "/etc/shop")) },
            s_full with { Labels = [new("team", "billing")] },
            s_full with { Networks = ["back"] },
            s_full with { CapAdd = null },
            s_full with { CapDrop = ["NET_RAW"] },
            s_full with { Ulimits = [new("nofile", 1024, 4096)] },
            s_full with { Sysctls = null },
            s_full with { StopSignal = null },
            s_full with { StopGrace = null },
        ];
        Assert.All(others, other => Assert.Equal(SpecVerdict.NeedsRecreate, SpecComparison.Compare(release, release with { Container = other }).Verdict));
    }

    [Fact]
    public void What_is_not_given_is_not_stored()
    {
        var stored = JsonSerializer.Serialize(new ContainerSpec());
        Assert.Equal(["Port", "User", "Memory", "Cpus", "Pull"], JsonNode.Parse(stored)!.AsObject().Select(field => field.Key));
        Assert.Equal(s_full, JsonSerializer.Deserialize<ContainerSpec>(JsonSerializer.Serialize(s_full)));
    }

    [Fact]
    public void How_an_image_is_run_needs_an_image() => Assert.Equal(["container"], Check(new() { Command = ["./shop"], Container = new() }));

    [Fact]
    public void An_image_and_endpoints_are_two_ways_to_run() => Assert.Equal(["command"], Check(new() { Image = "shop:1", Endpoints = ["http://127.0.0.1:1"] }));

    [Fact]
    public void Containers_take_images_and_processes_take_none()
    {
        Assert.Null(ServiceRules.Mismatch(new() { Image = "shop:1" }, Place(RuntimeKind.Container)));
        Assert.NotNull(ServiceRules.Mismatch(new() { Command = ["./shop"] }, Place(RuntimeKind.Container)));
        Assert.NotNull(ServiceRules.Mismatch(new() { Image = "shop:1", Command = ["./shop"] }, Place(RuntimeKind.Process)));
        Assert.NotNull(ServiceRules.Mismatch(new() { Image = "shop:1" }, Place(RuntimeKind.External)));
    }

    [Fact]
    public void An_image_named_by_a_tag_alone_is_refused_where_the_environment_says_so()
    {
        var strict = Place(RuntimeKind.Container) with { Runtime = new(RuntimeKind.Container) { RequireDigest = true } };

        Assert.Null(ServiceRules.Mismatch(new() { Image = Pinned }, strict));
        Assert.Contains("digest", ServiceRules.Mismatch(new() { Image = "shop:1" }, strict)!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_containers_can_require_a_digest()
    {
        var wrong = Place(RuntimeKind.Process) with { Runtime = new(RuntimeKind.Process) { RequireDigest = true } };

        Assert.Equal("environments[0].runtime.require_digest", Assert.Single(ServiceRules.Check(new("shop"), [wrong])).Field);
    }

    [Fact]
    public void What_differs_between_two_images_is_told_field_by_field()
    {
        var changes = ReleaseChanges.Between(
            new() { Image = "shop:1", Container = new() { Memory = 64 << 20 } },
            new() { Image = "shop:2", Container = new() { Memory = 128 << 20, Pull = PullPolicy.Never } });

        Assert.Equal([("image", "shop:1", "shop:2"), ("container.memory", "64MiB", "128MiB"), ("container.pull", "missing", "never")], changes.Select(c => (c.Field, c.Before, c.After)));
    }

    private static IEnumerable<string> Check(ReleaseSpec release) => ServiceRules.Check(release, string.Empty).Select(error => error.Field);

    private static EnvironmentSpec Place(RuntimeKind kind) => new(new("production"), new(kind), new(RouterKind.Gateway, null, "/"));
}
