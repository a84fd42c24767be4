using System.Reflection;

namespace Sluice.Benchmarks.Product;

/// <summary>Where the build has put things.</summary>
internal static class Places
{
    public static string DashboardProgram => Metadata(nameof(DashboardProgram));

    /// <summary>The sample shop, as the demonstration starts it.</summary>
    public static string ShopProgram => Path.Combine(Path.GetDirectoryName(DashboardProgram)!, "demo", "shop", "Sluice.Shop");

    public static string PlaywrightPackage => Metadata(nameof(PlaywrightPackage));

    private static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
