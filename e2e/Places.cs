using System.Reflection;

namespace Sluice.E2E;

/// <summary>Where the build has put things.</summary>
internal static class Places
{
    public static string PlaywrightPackage => Metadata(nameof(PlaywrightPackage));

    public static string DashboardProgram => Metadata(nameof(DashboardProgram));

    /// <summary>The sample service that the demonstration runs.</summary>
    public static string ShopProgram => Demo("shop", "Sluice.Shop");

    /// <summary>The load generator that the demonstration runs.</summary>
    public static string LoadProgram => Demo("load", "Sluice.Load");

    /// <summary>Pictures for people to look at; not kept in the repository.</summary>
    public static string Artifacts => Folder("artifacts");

    /// <summary>Pictures that the documentation shows; kept in the repository.</summary>
    public static string Documentation => Folder(Path.Combine("docs", "console"));

    /// <summary>The pages of the product, as they are written.</summary>
    public static string DashboardSource => Path.Combine(Metadata("Repository"), "src", "Dashboard");

    private static string Demo(string folder, string program) => Path.Combine(Path.GetDirectoryName(DashboardProgram)!, "demo", folder, program);

    private static string Folder(string name) => Directory.CreateDirectory(Path.Combine(Metadata("Repository"), name)).FullName;

    private static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => string.Equals(attribute.Key, key, StringComparison.Ordinal)).Value!;
}
