using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.E2E;

/// <summary>A program that gets the product's messages, as its author would write it from the documentation.</summary>
public sealed class Hooks : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);
    private readonly Channel<(string Key, string Signature, string Body)> _arrived = Channel.CreateUnbounded<(string, string, string)>();
    private readonly WebApplication _app;

    private Hooks(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single() + "/sluice";

    /// <summary>What every message is answered with.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public static async Task<Hooks> ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hooks = new Hooks(builder.Build());
        hooks._app.MapPost("/sluice", hooks.TakeAsync);
        await hooks._app.StartAsync();
        return hooks;
    }

    /// <summary>The next message, which bears the signature that the secret gives.</summary>
    public async Task<(string Key, JsonElement Message)> NextAsync(string secret)
    {
        var (key, signature, body) = await _arrived.Reader.ReadAsync().AsTask().WaitAsync(s_limit);
        var seconds = signature.Split(',')[0][2..];
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        Assert.Equal($"t={seconds},v1={Convert.ToHexStringLower(mac)}", signature);
        return (key, JsonElement.Parse(body));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        await _arrived.Writer.WriteAsync((request.Headers["Idempotency-Key"].ToString(), request.Headers["Sluice-Signature"].ToString(), await reader.ReadToEndAsync()));
        return Results.Text("Thank you.", statusCode: Status);
    }
}
