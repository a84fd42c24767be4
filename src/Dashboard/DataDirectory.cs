namespace Sluice.Dashboard;

/// <summary>Where this installation keeps what must survive a restart.</summary>
public sealed record DataDirectory(string Path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary><c>Data:Directory</c> when set; else the system's place for root and the person's own for everybody else.</summary>
    public static DataDirectory From(IConfiguration configuration)
    {
        var configured = configuration["Data:Directory"];
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return new(System.IO.Path.GetFullPath(configured));
        }

        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new(Environment.IsPrivilegedProcess || own.Length == 0 ? "/var/lib/sluice" : System.IO.Path.Combine(own, "sluice"));
    }

    /// <summary>A folder below it that only this program's user may enter; made when missing.</summary>
    public DirectoryInfo Private(string name)
    {
        Directory.CreateDirectory(Path);
        return Directory.CreateDirectory(System.IO.Path.Combine(Path, name), OwnerOnly);
    }
}
