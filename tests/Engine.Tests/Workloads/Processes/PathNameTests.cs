using Sluice.Domain;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class PathNameTests
{
    [Theory]
    [InlineData("shop-2", "shop-2")]
    [InlineData("Shop", "_53hop")]
    [InlineData("../etc", "_2e_2e_2fetc")]
    [InlineData("a_b", "a_5fb")]
    [InlineData("é", "_c3_a9")]
    public void A_name_becomes_a_folder_name_of_its_own(string name, string folder)
    {
        Assert.Equal(folder, PathName.Of(name));
        Assert.True(PathName.IsSafe(folder));
    }

    [Fact]
    public void The_default_tenant_cannot_be_mistaken_for_a_tenant_called_default()
    {
        Assert.Equal("_default", PathName.Of(TenantId.Default));
        Assert.Equal("default", PathName.Of(new TenantId("default")));
        Assert.NotEqual("_default", PathName.Of(new TenantId("_default")));
    }
}
