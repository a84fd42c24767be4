using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Sluice.Dashboard.Access;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Live;

/// <summary>Who is connected to the live hub, so that a connection ends with the right to have it.</summary>
internal sealed class LiveSessions(IGrants grants)
{
    private readonly ConcurrentDictionary<string, HubCallerContext> _open = new(StringComparer.Ordinal);

    public void Enter(HubCallerContext connection) => _open[connection.ConnectionId] = connection;

    public void Leave(HubCallerContext connection) => _open.TryRemove(connection.ConnectionId, out _);

    /// <summary>Closes those that may not look any more.</summary>
    public void Check()
    {
        foreach (var connection in _open.Values)
        {
            if (connection.User is not { } user || !Permissions.AllowsSomewhere(grants.Of(user), Right.View))
            {
                connection.Abort();
            }
        }
    }
}
