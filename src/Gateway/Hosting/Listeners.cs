using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sluice.Gateway.Hosting;

/// <summary>Marks a connection that came in on the admin address.</summary>
internal sealed class AdminConnection
{
    public static AdminConnection Mark { get; } = new();
}

/// <summary>Where the gateway listens, and what it puts up with there.</summary>
internal static class Listeners
{
    public static bool Knows(string host) => host is "*" or "+" or "localhost" || IPAddress.TryParse(host, out _);

    public static void Configure(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;   // each route has a limit of its own
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);

        // Streams may rest in both directions; what rests too long is ended by the route's timeout.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;

        foreach (var url in options.Urls)
        {
            switch (url.Host)
            {
                case "*" or "+":
                    kestrel.ListenAnyIP(url.Port, UseHttp1);
                    break;
                case "localhost":
                    kestrel.ListenLocalhost(url.Port, UseHttp1);
                    break;
                default:
                    kestrel.Listen(IPAddress.Parse(url.Host), url.Port, UseHttp1);
                    break;
            }
        }

        // Last, so that it is the last of the server's addresses. The mark belongs to the connection: no header, host or port number can forge it.
        kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            UseHttp1(listen);
            listen.Use(next => connection =>
            {
                connection.Features.Set(AdminConnection.Mark);
                return next(connection);
            });
        });
    }

    /// <summary>Without TLS nothing can agree on HTTP/2; saying so spares a warning per address.</summary>
    private static void UseHttp1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
}
