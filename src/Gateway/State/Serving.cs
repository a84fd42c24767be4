using System.Text.Json;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Routing;

namespace Sluice.Gateway.State;

/// <summary>Why a right configuration was not taken.</summary>
internal sealed record Conflict(long InForce, string Reason);

/// <summary>What is served now. Readers take the table and never wait; writers come one after the other.</summary>
internal sealed partial class Serving(StateDirectory state, Prober prober, ILogger<Serving> logger) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private Dictionary<string, RouteMemory> _memories = new(StringComparer.Ordinal);
    private RouteTable _table = new(GatewayConfig.Empty, new Dictionary<string, RouteMemory>(StringComparer.Ordinal));

    public RouteTable Table => Volatile.Read(ref _table);

    /// <summary>Takes up what was served before this process.</summary>
    public void Resume()
    {
        if (state.ReadConfig(out var problem) is { } config)
        {
            PutIntoForce(config);
        }
        else if (problem is not null)
        {
            Log.Broken(logger, state.Path, problem);
        }
    }

    /// <summary>On disk first, then in force: what was once served is served again after a crash.</summary>
    /// <returns>Null when it is in force.</returns>
    public async Task<Conflict?> ApplyAsync(GatewayConfig config, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            var inForce = Table.Config;
            var json = JsonSerializer.SerializeToUtf8Bytes(config, GatewayJson.Options);
            if (config.Revision <= inForce.Revision)
            {
                return config.Revision < inForce.Revision ? new(inForce.Revision, $"Revision {config.Revision} is older than {inForce.Revision}, which is in force.")
                    : json.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(inForce, GatewayJson.Options)) ? null
                    : new(inForce.Revision, $"Revision {inForce.Revision} is in force with other content; a change needs a higher revision.");
            }

            await state.WriteConfigAsync(json, ct);
            PutIntoForce(config);
            return null;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private void PutIntoForce(GatewayConfig config)
    {
        var memories = new Dictionary<string, RouteMemory>(StringComparer.Ordinal);
        foreach (var route in config.Routes)
        {
            var memory = _memories.GetValueOrDefault(route.Id) ?? new RouteMemory(route.Id);
            memory.Follow(route);
            memories.Add(route.Id, memory);
        }

        _memories = memories;
        var table = new RouteTable(config, memories);

        // A full fence on both sides (see DataPlane): after this line no request can begin by the old table unseen.
        Interlocked.Exchange(ref _table, table);
        prober.Follow(table.Destinations);
        Log.InForce(logger, config.Revision, config.Routes.Count);
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Information, "Revision {Revision} is in force: {Routes} routes")]
        public static partial void InForce(ILogger logger, long revision, int routes);

        [LoggerMessage(5, LogLevel.Error, "The last configuration in {Folder} cannot be read and nothing is served until a new one comes: {Problem}")]
        public static partial void Broken(ILogger logger, string folder, string problem);
    }
}
