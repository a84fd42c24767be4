using System.Net;
using System.Net.Sockets;

namespace Sluice.Benchmarks.Gateway;

/// <summary>HAProxy with the same two destinations, where it is installed.</summary>
internal static class Rival
{
    private const string Program = "/usr/sbin/haproxy";

    public static async Task<(Child Child, string Url)?> StartAsync(DirectoryInfo folder, IReadOnlyList<string> destinations, CancellationToken ct)
    {
        if (!File.Exists(Program))
        {
            return null;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var file = Path.Combine(folder.FullName, "haproxy.cfg");
        await File.WriteAllTextAsync(
            file,
            $"""
            global
              maxconn 2000
            defaults
              mode http
              timeout connect 5s
              timeout client 30s
              timeout server 30s
              option forwardfor
            listen all
              bind 127.0.0.1:{port}
              http-reuse always
              server a {new Uri(destinations[0]).Authority}
              server b {new Uri(destinations[1]).Authority}

            """,
            ct);
        return (Child.Start(Program, "-db", "-f", file), $"http://127.0.0.1:{port}");
    }

    /// <summary>Waits until somebody listens at the address.</summary>
    public static async Task UntilItListensAsync(string url, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", new Uri(url).Port, ct);
                return;
            }
            catch (SocketException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
            }
        }
    }
}
