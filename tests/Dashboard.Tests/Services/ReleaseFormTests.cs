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
