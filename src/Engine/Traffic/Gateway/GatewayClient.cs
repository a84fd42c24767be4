using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Talks to the gateway's admin door, wherever it is now. Every failure is a <see cref="RouterException"/>.</summary>
internal sealed class GatewayClient(GatewayMonitor monitor) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // It is on this machine: a proxy of the surroundings has no business between us.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = Limit }) { Timeout = Limit };

    /// <exception cref="RouterException">It cannot be asked.</exception>
    public async Task<GatewayStatus> StatusAsync(CancellationToken ct)
    {
        var contact = Contact();
        try
        {
            var status = await StatusAsync(contact, ct);
            monitor.Answered();
            return status;
        }
        catch (RouterException ex)
        {
            monitor.Failed(ex.Message);
            throw;
        }
    }

    /// <summary>Asks one certain gateway, without a word to the monitor.</summary>
    /// <exception cref="RouterException">It cannot be asked.</exception>
    public async Task<GatewayStatus> StatusAsync(GatewayContact contact, CancellationToken ct)
    {
        using var answer = await SendAsync(contact, HttpMethod.Get, "/status", content: null, ct);
        await RequireAsync(answer, ct);
        return await ReadAsync<GatewayStatus>(answer, ct) is { Run: not null, Config.Routes: not null, Counters: not null } status ? status : throw Strange("its status is incomplete.");
    }

    /// <returns>False when another revision is in force: read again and try again.</returns>
    /// <exception cref="RouterException">It cannot be reached, and then the outcome is unknown; or it refused, and then nothing was changed.</exception>
    public async Task<bool> PutAsync(GatewayConfig config, CancellationToken ct)
    {
        var contact = Contact();
        try
        {
            using var answer = await SendAsync(contact, HttpMethod.Put, "/config", JsonContent.Create(config, options: Json), ct);
            monitor.Answered();
            if (answer.StatusCode == HttpStatusCode.Conflict)
            {
                return false;
            }

            await RequireAsync(answer, ct);
            return true;
        }
        catch (RouterException ex) when (ex.IsTransient)
        {
            monitor.Failed(ex.Message);
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>That there is none yet is no news for the monitor, which knows why: told again, the reason would grow with each question.</summary>
    private GatewayContact Contact() =>
        monitor.Contact ?? throw new RouterException($"The gateway is not there yet. {monitor.Current.LastError}", isTransient: true);

    private async Task<HttpResponseMessage> SendAsync(GatewayContact contact, HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, contact.Admin + path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", contact.Token);
        try
        {
            return await _http.SendAsync(request, ct);
        }
        catch (HttpRequestException ex)
        {
            throw new RouterException($"The gateway (process {contact.Pid}) cannot be reached: {ex.GetBaseException().Message}", isTransient: true, ex);
        }
        catch (OperationCanceledException ex) when (!ct.IsCancellationRequested)
        {
            throw new RouterException($"The gateway (process {contact.Pid}) did not answer within {Limit.TotalSeconds} s.", isTransient: true, ex);
        }
    }

    private static async Task RequireAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var status = (int)answer.StatusCode;
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            // A gateway that lost its folder makes a new token; its new contact is read soon.
            throw new RouterException("The gateway does not know our token.", isTransient: true);
        }

        var problem = await ReadAsync<Problem>(answer, ct);
        var mistakes = string.Join(" ", (problem?.Mistakes ?? []).Select(mistake => $"{mistake.Field} is {mistake.Found}: {mistake.Remedy}"));
        throw new RouterException($"The gateway answered {status}: {problem?.Detail} {mistakes}".TrimEnd(), isTransient: status >= 500);
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(Json, ct);
        }
        catch (JsonException ex)
        {
            throw Strange(ex.Message);
        }
    }

    private static RouterException Strange(string what) => new($"What answers where the gateway should be is not one: {what}", isTransient: false);

    private sealed record Problem(string? Detail, IReadOnlyList<GatewayMistake>? Mistakes);
}
