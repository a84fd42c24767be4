using System.Reflection;

namespace Sluice.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void The_domain_knows_the_base_library_only() =>
        Assert.All(Product.Domain.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void Only_the_engine_talks_to_the_database() => OnlyKnownBy("Npgsql", Product.Engine);

    [Fact]
    public void Only_the_engine_reads_yaml() => OnlyKnownBy("YamlDotNet", Product.Engine);

    [Fact]
    public void Only_the_gateway_proxies() => OnlyKnownBy("Yarp.", Product.Gateway);

    [Fact]
    public void Only_the_dashboard_draws() => OnlyKnownBy("Radzen", Product.Dashboard);

    [Fact]
    public void The_gateway_stands_alone() =>
        Assert.DoesNotContain(Product.Gateway.GetReferencedAssemblies(), reference => reference.Name is "Sluice.Engine" or "Sluice.Dashboard");

    [Fact]
    public void The_engine_does_not_know_who_watches() =>
        Assert.DoesNotContain(Product.Engine.GetReferencedAssemblies(), reference => reference.Name is "Sluice.Dashboard" or "Sluice.Gateway");

    private static void OnlyKnownBy(string library, Assembly owner)
    {
        var others = Product.All.Where(assembly => assembly != owner);
        Assert.All(others, assembly => Assert.DoesNotContain(assembly.GetReferencedAssemblies(), reference => reference.Name!.StartsWith(library, StringComparison.Ordinal)));
    }
}
