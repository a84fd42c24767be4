using System.Net;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Sluice.Gateway.Forwarding;

/// <summary>Passes every header on, Host included, and adds where the request came from.</summary>
internal sealed class ForwardedHeaders : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        if (httpContext.Connection.RemoteIpAddress is { } client)
        {
            Append(request, proxyRequest, "X-Forwarded-For", TextOf(client));
        }

        Append(request, proxyRequest, "X-Forwarded-Proto", request.Scheme);
        Append(request, proxyRequest, "X-Forwarded-Host", request.Host.Value ?? "");
        Set(request, proxyRequest, Hops.Header, Hops.Next(request));
    }

    private static string TextOf(IPAddress client) => (client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).ToString();

    private static void Append(HttpRequest request, HttpRequestMessage proxyRequest, string header, string value)
    {
        var before = request.Headers[header];
        Set(request, proxyRequest, header, StringValues.IsNullOrEmpty(before) ? value : $"{string.Join(", ", before.ToArray())}, {value}");
    }

    private static void Set(HttpRequest request, HttpRequestMessage proxyRequest, string header, string value)
    {
        if (request.Headers.ContainsKey(header))
        {
            proxyRequest.Headers.Remove(header);
        }

        if (value.Length > 0)
        {
            proxyRequest.Headers.TryAddWithoutValidation(header, value);
        }
    }
}
