using System.Net;
using System.Net.Sockets;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// Hands out ports that nobody uses now. They lie below the range from which the system takes ports for outgoing connections
/// (32768 and up on Linux), because such a connection could take the port between here and the instance's own bind; and they go round,
/// so that the same port does not come again soon.
/// </summary>
internal sealed class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private int _next = Random.Shared.Next(Count);

    /// <exception cref="RuntimeException">All are taken.</exception>
    public int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new RuntimeException($"There is no free port from {First} to {First + Count - 1}.", isTransient: true);
    }

    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Any address: a listener on just one of them is in the way too. Bound but not listening, it takes no connection.
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException ex) when (ex.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
