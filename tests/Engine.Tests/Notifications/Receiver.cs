using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Notifications.Webhook;

namespace Sluice.Engine.Tests.Notifications;

/// <summary>One message as it arrived.</summary>
internal sealed record Received(string Key, string Signature, int Attempt, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public IEnumerable<string> Kinds => Json.GetProperty("notices").EnumerateArray().Select(notice => notice.GetProperty("kind").GetString()!);
}

/// <summary>A real HTTP server that keeps what arrives and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly Channel<Received> _arrived = System.Threading.Channels.Channel.CreateUnbounded<Received>();
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single() + "/hook?token=in-the-address";

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>What nobody has taken yet.</summary>
    public int Waiting => _arrived.Reader.Count;

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async Task<Received> NextAsync() => await _arrived.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(s_limit, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        // What hangs on purpose must not hold the test up.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers;
        await _arrived.Writer.WriteAsync(new(headers["Idempotency-Key"].ToString(), headers[WebhookSignature.Header].ToString(), int.Parse(headers["Sluice-Attempt"].ToString(), System.Globalization.CultureInfo.InvariantCulture), body));
        await Answer(context);
    }
}
