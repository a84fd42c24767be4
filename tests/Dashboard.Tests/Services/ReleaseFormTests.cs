using Sluice.Dashboard.Services;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Services;

public sealed class ReleaseFormTests
{
    [Fact]
    public void A_release_of_an_image_is_typed_and_comes_back_as_it_was()
    {
        var form = new ReleaseForm
        {
            Image = "registry.example/shop:2", ImageCommand = "serve --port {port}", Port = "80", Ports = "9090\n9000:9091", User = "1000:1000", Memory = "64MiB", Cpus = "0.5", Pull = "never", Replicas = "1",
        };
        var (spec, errors) = form.Read(RuntimeKind.Container);

        Assert.Empty(errors);
        Assert.Equal(["serve", "--port", "{port}"], spec.Command!);
        Assert.Equal(new ContainerSpec { Port = 80, User = "1000:1000", Memory = 64 << 20, Cpus = 0.5m, Pull = PullPolicy.Never, Ports = [new(9090, null), new(9091, 9000)] }, spec.Container);
        Assert.Equal(spec, ReleaseForm.From(spec).Read(RuntimeKind.Container).Spec);
    }

    [Fact]
    public void What_few_containers_need_is_typed_by_the_line_and_comes_back_as_it_was()
    {
        var form = new ReleaseForm
        {
            Image = "shop:1",
            More = new()
            {
                Volumes = "data:/var/lib/shop\n/srv/shop:/etc/shop:ro\ntmpfs:/tmp", Labels = "team=payments\nempty=", Networks = "front", CapDrop = "ALL", CapAdd = "NET_BIND_SERVICE",
                Ulimits = "nofile=1024:2048\nnproc=64", Sysctls = "net.core.somaxconn=1024", MemoryReservation = "32MiB", StopSignal = "SIGQUIT", StopGrace = "45s",
            },
        };
        var (spec, errors) = form.Read(RuntimeKind.Container);

        Assert.Empty(errors);
        Assert.Equal([new(MountType.Volume, "data", "/var/lib/shop"), new(MountType.Bind, "/srv/shop", "/etc/shop") { ReadOnly = true }, new(MountType.Tmpfs, null, "/tmp")], spec.Container!.Volumes!);
        Assert.Equal([new("team", "payments"), new("empty", "")], spec.Container.Labels!);
        Assert.Equal([new("nofile", 1024, 2048), new("nproc", 64, 64)], spec.Container.Ulimits!);
        Assert.Equal((32L << 20, "SIGQUIT", TimeSpan.FromSeconds(45)), (spec.Container.MemoryReservation, spec.Container.StopSignal, spec.Container.StopGrace));
        Assert.Equal(spec, ReleaseForm.From(spec).Read(RuntimeKind.Container).Spec);
    }

    [Fact]
    public void How_an_instance_is_asked_is_typed_and_comes_back_as_it_was()
    {
        var grpc = new ReleaseForm { Command = "./shop", Asked = new() { ByGrpc = true, Grpc = "", Interval = "5s", ProbeTimeout = "2s", Retries = "3", StartPeriod = "10s" } };
        var (spec, errors) = grpc.Read(RuntimeKind.Process);
        Assert.Empty(errors);
        Assert.Equal(Readiness.Default with { Grpc = "", Interval = TimeSpan.FromSeconds(5), ProbeTimeout = TimeSpan.FromSeconds(2), Retries = 3, StartPeriod = TimeSpan.FromSeconds(10) }, spec.Readiness);
        Assert.Equal(spec, ReleaseForm.From(spec).Read(RuntimeKind.Process).Spec);

        var command = new ReleaseForm { Command = "./shop", Asked = new() { Command = "./check --port {port}" } }.Read(RuntimeKind.Process).Spec;
        Assert.Equal(["./check", "--port", "{port}"], command.Readiness.Command!);
        Assert.Equal(command, ReleaseForm.From(command).Read(RuntimeKind.Process).Spec);
    }

    [Fact]
    public void What_is_run_before_is_typed_and_comes_back_as_it_was()
    {
        var form = new ReleaseForm { Image = "shop:1", Before = new() { Command = "migrate up --to 7", Env = "TOKEN=a=b", User = "1000", Privileged = true, Timeout = "2m" } };
        var (spec, errors) = form.Read(RuntimeKind.Container);
        Assert.Empty(errors);
        Assert.Equal(new(["migrate", "up", "--to", "7"]) { Env = [new("TOKEN", "a=b")], User = "1000", Privileged = true, Timeout = TimeSpan.FromMinutes(2) }, spec.PreDeploy);
        Assert.Equal(spec, ReleaseForm.From(spec).Read(RuntimeKind.Container).Spec);

        // Of a process it has neither user nor rights of its own; without a command there is none.
        var process = new ReleaseForm { Command = "./shop", Before = form.Before }.Read(RuntimeKind.Process);
        Assert.Empty(process.Errors);
        Assert.Equal((null, false), (process.Spec.PreDeploy!.User, process.Spec.PreDeploy.Privileged));
        Assert.Null(new ReleaseForm { Command = "./shop" }.Read(RuntimeKind.Process).Spec.PreDeploy);
        Assert.Equal(["pre_deploy.timeout"], new ReleaseForm { Command = "./shop", Before = new() { Command = "a", Timeout = "2d" } }.Read(RuntimeKind.Process).Errors.Select(e => e.Field));
    }

    [Theory]
    [InlineData("data", "container.volumes[0].target")]
    [InlineData("data:/a:rw", "container.volumes[0].target")]
    [InlineData("tmpfs:/a:ro", "container.volumes[0].read_only")]
    [InlineData("../a:/b", "container.volumes[0].source")]
    public void A_mount_that_cannot_be_read_is_refused_with_its_place(string typed, string field) =>
        Assert.Contains(field, new ReleaseForm { Image = "shop:1", More = new() { Volumes = typed } }.Read(RuntimeKind.Container).Errors.Select(e => e.Field));

    [Fact]
    public void What_belongs_to_another_kind_is_left_out()
    {
        var form = new ReleaseForm { Command = "./shop", Image = "shop:1", Memory = "64MiB", Endpoints = "http://127.0.0.1:9" };

        Assert.Equal((null, null), (form.Read(RuntimeKind.Process).Spec.Image, form.Read(RuntimeKind.Process).Spec.Container));
        Assert.Null(form.Read(RuntimeKind.Container).Spec.Command);
    }

    [Fact]
    public void What_is_no_port_is_named_with_its_place()
    {
        var errors = new ReleaseForm { Image = "shop:1", Port = "http", Ports = "9090\nx:y" }.Read(RuntimeKind.Container).Errors;

        Assert.Contains("container.port", errors.Select(e => e.Field));
        Assert.Contains("container.ports[1].host", errors.Select(e => e.Field));
        Assert.Contains("container.ports[1].container", errors.Select(e => e.Field));
    }
}
