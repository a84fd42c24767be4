using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Sluice.Engine.Notifications.Webhook;

/// <summary>Posts messages as JSON over HTTP. Follows no redirect, keeps no cookie, uses no proxy that the surroundings name, and reads little of the answer.</summary>
internal sealed class WebhookNotifier(IOptions<NotificationOptions> options, TimeProvider time) : INotifier, IDisposable
{
    /// <summary>Characters of an answer that are kept.</summary>
    public const int LongestAnswer = 200;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = new GuardedConnect(options, Dns.GetHostAddressesAsync).ConnectAsync,
        // A name that moves is followed; an idle connection does not stay for ever.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<SendAnswer> SendAsync(Outgoing message, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = RequestOf(message);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            var text = await ReadAsync(response, either.Token);
            return new(status, text, ProblemOf(status), time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"No answer within {options.Value.Timeout.TotalSeconds:0.###} s."));
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or InvalidOperationException or UriFormatException)
        {
            return Failed(Why(ex));
        }

        SendAnswer Failed(string problem) => new(Status: null, Text: null, problem, time.GetElapsedTime(began));
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestOf(Outgoing message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, message.Address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.UserAgent.Add(new("Sluice", productVersion: null));
        request.Headers.Add("Idempotency-Key", message.Id);
        request.Headers.Add("Sluice-Attempt", message.Attempt.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(message.Secret, time.GetUtcNow(), message.Body));
        return request;
    }

    /// <summary>The beginning only: the other side could send without end. Whether the message was taken is known before it.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var (characters, count) = (new char[LongestAnswer], 0);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (count < LongestAnswer && await reader.ReadAsync(characters.AsMemory(count), ct) is var read and > 0)
            {
                count += read;
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException or HttpRequestException)
        {
            // What came is what there is.
        }

        count -= count > 0 && char.IsHighSurrogate(characters[count - 1]) ? 1 : 0;
        return new string(characters, 0, count).Replace('\0', '\uFFFD');
    }

    private static string? ProblemOf(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => string.Create(CultureInfo.InvariantCulture, $"It answered {status}, a redirect; none is followed."),
        _ => string.Create(CultureInfo.InvariantCulture, $"It answered {status}."),
    };

    /// <summary>The innermost reason says most, and holds host and port at most, never the address.</summary>
    private static string Why(Exception exception)
    {
        var inner = exception;
        while (inner.InnerException is { } next)
        {
            inner = next;
        }

        return inner is ForbiddenAddressException ? inner.Message : $"It cannot be reached: {inner.Message}";
    }
}
