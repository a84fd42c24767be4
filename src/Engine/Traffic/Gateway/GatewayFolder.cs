using System.Text.Json;
using Microsoft.Extensions.Options;
using Sluice.Engine.Store;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Where the gateway's files are.</summary>
internal sealed class GatewayFolder(IOptions<DataOptions> data, IOptions<GatewayOptions> options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The gateway's own folder: last configuration, contact, lock.</summary>
    public string State => Path.Combine(data.Value.Directory, "gateway");

    public string Output => Path.Combine(State, "output.log");

    public string Lock => Path.Combine(State, "gateway.lock");

    public string Programs => Path.Combine(data.Value.Directory, "programs");

    /// <summary>The executable that came with this program.</summary>
    public string Program => options.Value.Program ?? Path.Combine(AppContext.BaseDirectory, "gateway", "Sluice.Gateway");

    public string ContactFile => options.Value is { Managed: false, Contact: { } elsewhere } ? elsewhere : Path.Combine(State, "contact.json");

    /// <summary>What the last gateway wrote; null when there is nothing that can be read.</summary>
    public async Task<GatewayContact?> ReadContactAsync(CancellationToken ct)
    {
        try
        {
            return JsonSerializer.Deserialize<GatewayContact>(await File.ReadAllBytesAsync(ContactFile, ct), Json);
        }
        catch (Exception ex) when (ex is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The kernel's own answer: the lock goes with the process, however it ends.</summary>
    public bool IsHeld()
    {
        try
        {
            using var file = new FileStream(Lock, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
