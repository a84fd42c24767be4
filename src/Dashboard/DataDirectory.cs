using Sluice.Engine.Store;

namespace Sluice.Dashboard;

/// <summary>Where this installation keeps what must survive a restart.</summary>
public sealed record DataDirectory(string Path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary><c>Data:Directory</c>, by the same rule as the engine's.</summary>
    public static DataDirectory From(IConfiguration configuration) =>
        new((configuration.GetSection("Data").Get<DataOptions>() ?? new DataOptions()).Directory);

    /// <summary>A folder below it that only this program's user may enter; made when missing.</summary>
    public DirectoryInfo Private(string name)
    {
        Directory.CreateDirectory(Path);
        return Directory.CreateDirectory(System.IO.Path.Combine(Path, name), OwnerOnly);
    }
}
