using System.Net;

namespace Sluice.Gateway.Forwarding;

/// <summary>The one client for all destinations: passes on what it gets and adds nothing of its own.</summary>
internal static class Upstream
{
    public static HttpMessageInvoker CreateClient() => new(new StreamingBodies(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(10),

        // The caller's trace headers go through as they came.
        ActivityHeadersPropagator = null,
    }));
}
