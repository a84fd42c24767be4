namespace Sluice.Engine.Store.Embedded;

/// <summary>Keeps a second instance off the data folder. The kernel frees it when the process ends, however it ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="DataDirectoryInUseException">Someone holds it.</exception>
    public static InstanceLock Take(DataLayout layout)
    {
        try
        {
            return new(new FileStream(layout.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException ex) when (File.Exists(layout.Lock) && ex is not FileNotFoundException)
        {
            throw new DataDirectoryInUseException(layout.Root);
        }
    }

    public void Dispose() => _file.Dispose();
}
