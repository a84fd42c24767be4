using Microsoft.Extensions.Logging;
using Sluice.Domain.Services;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>
/// Steers the built-in gateway. Its configuration is one document for all places, replaced atomically: each change takes what is really in
/// force, puts one place's route into it, and sends it with the next revision. So a gateway that lost its configuration heals place by place.
/// </summary>
internal sealed partial class GatewayRouter(GatewayClient client, GatewayReader reader, ILogger<GatewayRouter> logger) : ITrafficRouter, IDisposable
{
    private const int Attempts = 5;

    private readonly SemaphoreSlim _changing = new(1);

    public RouterKind Kind => RouterKind.Gateway;

    public async Task ApplyAsync(RouteSpec desired, CancellationToken ct)
    {
        var route = GatewayRoutes.From(desired);
        if (await ChangeAsync(route.Id, route, ct))
        {
            Log.Changed(logger, route.Id, string.Join(", ", desired.Arms.Select(arm => $"release {arm.Release} {arm.Share}")));
        }
    }

    public Task<bool?> KnowsUsersAsync(CancellationToken ct) => KnowsAsync(GatewayFeatures.Users, ct);

    public Task<bool?> KnowsPausesAsync(CancellationToken ct) => KnowsAsync(GatewayFeatures.Pauses, ct);

    public Task<bool?> KnowsMirroringAsync(CancellationToken ct) => KnowsAsync(GatewayFeatures.Mirror, ct);

    public async Task<RouteReading?> ReadAsync(PlaceKey place, CancellationToken ct) => (await reader.ReadAsync(ct)).Of(place);

    public async Task ReleaseAsync(PlaceKey place, CancellationToken ct)
    {
        if (await ChangeAsync(place.ToString(), wanted: null, ct))
        {
            Log.Released(logger, place.ToString());
        }
    }

    public void Dispose() => _changing.Dispose();

    private async Task<bool?> KnowsAsync(string feature, CancellationToken ct)
    {
        try
        {
            return (await reader.ReadAsync(ct)).Knows(feature);
        }
        catch (RouterException)
        {
            return null;
        }
    }

    /// <returns>False when it was in force already.</returns>
    private async Task<bool> ChangeAsync(string id, GatewayRoute? wanted, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var reading = await reader.ReadAsync(ct);
                if (GatewayRoutes.AreSame(reading.Route(id), wanted))
                {
                    return false;
                }

                if (await PutAsync(With(reading.Config, id, wanted), ct))
                {
                    return true;
                }
            }

            throw new RouterException($"The gateway's configuration was changed by someone else {Attempts} times in a row.", isTransient: true);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<bool> PutAsync(GatewayConfig config, CancellationToken ct)
    {
        try
        {
            return await client.PutAsync(config, ct);
        }
        finally
        {
            // Also when it failed: it may be in force although the answer got lost.
            reader.Forget();
        }
    }

    private static GatewayConfig With(GatewayConfig config, string id, GatewayRoute? wanted)
    {
        var others = config.Routes.Where(route => route.Id != id);
        return new(config.Revision + 1, wanted is null ? [.. others] : [.. others, wanted]);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RouteChanged, LogLevel.Information, "Traffic of {Place} is now {Shares}")]
        public static partial void Changed(ILogger logger, string place, string shares);

        [LoggerMessage(EventIds.RouteReleased, LogLevel.Information, "{Place} is not served any more")]
        public static partial void Released(ILogger logger, string place);
    }
}
