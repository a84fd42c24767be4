using System.Reflection;

namespace Sluice.E2E;

/// <summary>Where the build has put things.</summary>
internal static class Places
{
    public static string PlaywrightPackage => Metadata(nameof(PlaywrightPackage));

    public static string DashboardProgram => Metadata(nameof(DashboardProgram));

    /// <summary>Pictures for people to look at; not kept in the repository.</summary>
    public static string Artifacts => Directory.CreateDirectory(Path.Combine(Metadata("Repository"), "artifacts")).FullName;

    private static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => string.Equals(attribute.Key, key, StringComparison.Ordinal)).Value!;
}
