namespace Sluice.Engine.Tests.Store;

/// <summary>A folder that the server's unprivileged user can enter; removed with the object.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);

    public string Path { get; } = Directory.CreateTempSubdirectory("sluice-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
