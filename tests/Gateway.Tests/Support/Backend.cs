using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sluice.Gateway.Tests.Support;

/// <summary>A real HTTP service behind the gateway that does what the test says.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _requests;

    private Backend(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public int Port => new Uri(Address).Port;

    public long Requests => Interlocked.Read(ref _requests);

    public static Task<Backend> SayingAsync(string text) => StartAsync(context => context.Response.WriteAsync(text));

    public static async Task<Backend> StartAsync(RequestDelegate serve, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var backend = new Backend(app);
        app.UseWebSockets();
        app.Run(context =>
        {
            Interlocked.Increment(ref backend._requests);
            return serve(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        // What hangs on purpose must not hold the test up.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
