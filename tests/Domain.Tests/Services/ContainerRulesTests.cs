using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Services;

public sealed class ContainerRulesTests
{
    private const string Pinned = "shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

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
