using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sluice.Benchmarks.Product;

/// <summary>The instances of every service in one server: one port for stable releases, one for canaries. Each answers with what it is.</summary>
internal sealed class Endpoints : IAsyncDisposable
{
    public const string StableAnswer = "stable";
    public const string CanaryAnswer = "canary";

    private readonly WebApplication _app;

    private Endpoints(WebApplication app, string stable, string canary) => (_app, Stable, Canary) = (app, stable, canary);

    public string Stable { get; }

    public string Canary { get; }

    public static async Task<Endpoints> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var canaryPort = 0;
        app.Run(context => context.Response.WriteAsync(context.Connection.LocalPort == canaryPort ? CanaryAnswer : StableAnswer, context.RequestAborted));
        await app.StartAsync(ct);
        string[] urls = [.. app.Urls];
        canaryPort = new Uri(urls[1]).Port;
        return new(app, urls[0], urls[1]);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
