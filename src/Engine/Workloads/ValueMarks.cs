using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Workloads;

/// <summary>
/// Marks that tell values of variables apart without telling what they are. The key stays in the data directory and never gets into the database: without it a short
/// password could be found by trying. Where it is lost a new one is made, and marks of before and after cannot be compared.
/// </summary>
internal sealed class ValueMarks(IOptions<DataOptions> data)
{
    private const int KeyBytes = 32;
    private const int NameBytes = 4;

    /// <summary>Enough to tell values apart.</summary>
    private const int MarkBytes = 6;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lazy<byte[]> _key = new(() => ReadOrMake(Path.Combine(data.Value.Directory, "snapshot.key")));

    /// <summary>Names the key, and tells nothing about it.</summary>
    public string KeyName => Convert.ToHexStringLower(SHA256.HashData(_key.Value)[..NameBytes]);

    public string Of(EnvironmentVariable variable) => Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{variable.Name}={variable.Value}"))[..MarkBytes]);

    private static byte[] ReadOrMake(string path)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyBytes } known)
            {
                return known;
            }

            Keep(path, key);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // A full disk holds no deployment up: this key is good until the next start.
        }

        return key;
    }

    /// <summary>In one step: a file that was half written would be a key that is lost.</summary>
    private static void Keep(string path, byte[] key)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new FileStream(path + ".new", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OnlyOwner }))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
