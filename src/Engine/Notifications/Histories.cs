using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Engine.Notifications;

/// <summary>Deployments as they were at a version.</summary>
internal static partial class Histories
{
    /// <param name="version">Null: as it is now.</param>
    /// <returns>Null for a history that this program does not understand: one such must not keep all others from being told of.</returns>
    public static async Task<Deployment?> FindAsync(IEventStore store, TenantId tenant, DeploymentId id, long? version, ILogger logger, CancellationToken ct)
    {
        try
        {
            return Deployment.Fold((await store.ReadStreamAsync(tenant, id.Stream, 0, version, ct)).Select(recorded => recorded.Event).OfType<DeploymentEvent>());
        }
        catch (Exception ex) when (ex is UnknownEventException or InvalidDataException or UnreachableException)
        {
            Log.NotTold(logger, id, ex);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.NotTold, LogLevel.Warning, "Nobody is told of {Deployment}: its history is not understood")]
        public static partial void NotTold(ILogger logger, DeploymentId deployment, Exception exception);
    }
}
