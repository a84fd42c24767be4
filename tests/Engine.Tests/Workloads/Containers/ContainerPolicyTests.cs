using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class ContainerPolicyTests
{
    [Theory]
    [InlineData("/srv/shop", true)]
    [InlineData("/srv/shop/config", true)]
    [InlineData("/srv/shopping", false)]
    [InlineData("/srv", false)]
    [InlineData("/etc", false)]
    public void Only_what_is_below_an_allowed_folder_is_mounted(string path, bool allowed)
    {
        var release = new ReleaseSpec { Image = "shop:1", Container = new() { Volumes = [new(MountType.Volume, "data", "/data"), new(MountType.Bind, path, "/x")] } };

        Assert.Equal(allowed, ContainerPolicy.WhyNot(new() { BindFrom = ["/srv/shop/"] }, release) is null);
        Assert.Contains("no folder is allowed by Runtimes:Containers:BindFrom", ContainerPolicy.WhyNot(new(), release), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_allowed_capabilities_are_added_and_all_may_be_dropped()
    {
        var release = new ReleaseSpec { Image = "shop:1", Container = new() { CapAdd = ["CAP_NET_ADMIN"], CapDrop = ["ALL"] } };

        Assert.Null(ContainerPolicy.WhyNot(new() { Capabilities = ["NET_ADMIN"] }, release));
        Assert.Contains("only NET_RAW is allowed", ContainerPolicy.WhyNot(new() { Capabilities = ["NET_RAW"] }, release), StringComparison.Ordinal);
        Assert.Contains("none is allowed", ContainerPolicy.WhyNot(new(), release), StringComparison.Ordinal);
        Assert.Null(ContainerPolicy.WhyNot(new(), release with { Container = release.Container! with { CapAdd = null } }));
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_named_together()
    {
        var result = new ContainerOptionsValidator().Validate(null, new() { BindFrom = ["srv", "/srv/../etc"], Capabilities = ["net_admin"] });
        Assert.Equal(3, result.Failures!.Count());
    }
}
