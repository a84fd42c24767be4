using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sluice.Domain.Notifications;

namespace Sluice.Engine.Notifications.Webhook;

/// <summary>Connects only where messages may go. What a name stands for is looked at when connecting, so a name that changes its meaning after it was checked gains nothing.</summary>
/// <param name="resolve">From a name to what it stands for.</param>
internal sealed class GuardedConnect(IOptions<NotificationOptions> options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <exception cref="ForbiddenAddressException">Everything that the name stands for is forbidden.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await resolve(host, ct);
        var allowed = options.Value.Allowed;
        var isNamed = allowed.Count == 0 || allowed.Any(entry => entry.Allows(host));
        var open = addresses.Where(address => !AddressRules.IsForbidden(address) && (isNamed || allowed.Any(entry => entry.Allows(address)))).ToArray();
        if (open.Length == 0)
        {
            throw new ForbiddenAddressException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Messages must not go there.</summary>
internal sealed class ForbiddenAddressException(string host) : Exception($"Messages may not go to {host}: it is link-local, a metadata service, or not in Notifications:AllowedHosts.");
