using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace Sluice.Benchmarks.Gateway;

/// <summary>The other servers of the comparison.</summary>
internal static class Roles
{
    /// <summary>A destination: a short text that says who answered.</summary>
    public static async Task<WebApplication> StartBackendAsync(string name, CancellationToken ct)
    {
        var app = NewBuilder().Build();
        var body = System.Text.Encoding.ASCII.GetBytes(name);
        app.Run(context =>
        {
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body, 0, body.Length);
        });
        await app.StartAsync(ct);
        return app;
    }

    /// <summary>YARP as its manual sets it up: one route, one cluster.</summary>
    public static async Task<WebApplication> StartBareYarpAsync(IEnumerable<string> destinations, CancellationToken ct)
    {
        var builder = NewBuilder();
        builder.Services.AddRouting();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new RouteMatch { Path = "{**all}" } }],
            [new ClusterConfig { ClusterId = "all", Destinations = destinations.ToDictionary(url => url, url => new DestinationConfig { Address = url }, StringComparer.Ordinal) }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync(ct);
        return app;
    }

    /// <summary>Serves until the parent ends it.</summary>
    public static async Task<int> RunAsync(string role, string[] rest, CancellationToken ct)
    {
        await using var app = role switch
        {
            "backend" => await StartBackendAsync(rest[0], ct),
            "yarp" => await StartBareYarpAsync(rest, ct),
            _ => throw new ArgumentException($"Unknown role '{role}'.", nameof(role)),
        };
        Console.WriteLine(app.Urls.Single());

        // The parent's end closes this pipe, also when it was killed.
        await Console.In.ReadToEndAsync(ct);
        return 0;
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        return builder;
    }
}
