using System.Security.Cryptography;
using System.Text.Json;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Hosting;

namespace Sluice.Gateway.State;

/// <summary>The gateway's folder, held by one gateway at a time: last configuration and contact.</summary>
internal sealed class StateDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    private string ConfigFile => System.IO.Path.Combine(Path, "config.json");

    private string ContactFile => System.IO.Path.Combine(Path, "contact.json");

    /// <exception cref="GatewayStartException">Another gateway holds it, or it cannot be written.</exception>
    public static StateDirectory Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new GatewayStartException(ExitCodes.StateInUse, $"The state folder {path} cannot be made: {ex.Message}", ex);
        }

        try
        {
            // The kernel lets go of the lock with the process, also after kill -9; so the file itself may stay.
            return new StateDirectory(path, new FileStream(System.IO.Path.Combine(path, "gateway.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException ex)
        {
            throw new GatewayStartException(ExitCodes.StateInUse, $"The state folder {path} cannot be written: {ex.Message}", ex);
        }
        catch (IOException ex)
        {
            throw new GatewayStartException(ExitCodes.StateInUse, $"The state folder {path} is in use by another gateway; end that one or give another --state.", ex);
        }
    }

    /// <summary>The last configuration; null when there is none, or none that can be read, and then <paramref name="problem"/> says why.</summary>
    public GatewayConfig? ReadConfig(out string? problem)
    {
        problem = null;
        if (!File.Exists(ConfigFile))
        {
            return null;
        }

        try
        {
            var config = ConfigReader.Read(File.ReadAllBytes(ConfigFile), out var refusal);
            problem = config is null ? string.Join("; ", refusal.Mistakes.Select(mistake => $"{mistake.Field}: {mistake.Found}: {mistake.Remedy}")) : null;
            return config;
        }
        catch (Exception ex) when (ex is JsonException or IOException or UnauthorizedAccessException)
        {
            problem = ex.Message;
            return null;
        }
    }

    public Task WriteConfigAsync(byte[] config, CancellationToken ct) => AtomicFile.WriteAsync(ConfigFile, config, ct);

    /// <summary>The token of the gateway that ran here before, else a new one.</summary>
    public string ReadOrMakeToken()
    {
        try
        {
            if (File.Exists(ContactFile)
                && JsonSerializer.Deserialize<GatewayContact>(File.ReadAllBytes(ContactFile), GatewayJson.Options) is { Token.Length: > 0 } before)
            {
                return before.Token;
            }
        }
        catch (JsonException)
        {
            // Who kept the old token reads the new one from the new file.
        }

        return Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    }

    public Task WriteContactAsync(GatewayContact contact, CancellationToken ct) =>
        AtomicFile.WriteAsync(ContactFile, JsonSerializer.SerializeToUtf8Bytes(contact, GatewayJson.Options), ct);

    public void Dispose() => _lock.Dispose();
}
