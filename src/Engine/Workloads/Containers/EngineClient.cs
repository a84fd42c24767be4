using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>
/// Talks to the Docker Engine API, which Podman speaks too. The highest version that both sides know is asked for once and again after every loss.
/// A refusal is an <see cref="EngineException"/>, no answer a transient <see cref="RuntimeException"/>.
/// </summary>
internal sealed class EngineClient : IDisposable
{
    /// <summary>Written from this version's description; Podman 4 stops there, recent Docker starts above it and changed nothing that is used here.</summary>
    private static readonly Version s_known = new(1, 41);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly ContainersWatch _watch;
    private readonly TimeProvider _time;
    private readonly HttpClient? _http;
    private readonly EngineTurns _turns;
    private readonly Lock _lock = new();
    private Task<string> _choosing = Task.FromResult("");
    private readonly string _host;
    private volatile string? _version;

    public EngineClient(IOptions<ContainerOptions> options, ContainersWatch watch, TimeProvider time)
    {
        (_watch, _time, _turns, _host) = (watch, time, new(time), options.Value.Host ?? "");
        if (options.Value.IsSet)
        {
            var uri = new Uri(_host);
            _http = new HttpClient(EngineConnection.To(uri, options.Value)) { BaseAddress = EngineConnection.BaseAddress(uri, options.Value), Timeout = Timeout.InfiniteTimeSpan };
        }
    }

    public bool IsSet => _http is not null;

    public Task PingAsync(CancellationToken ct) => AskAsync(HttpMethod.Get, "_ping", body: null, s_patience, (_, _) => Task.FromResult(true), ct);

    public Task<T> GetAsync<T>(string path, CancellationToken ct) => InTurnAsync(HttpMethod.Get, path, body: null, ReadAsync<T>, ct);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken ct) => InTurnAsync(HttpMethod.Post, path, body, ReadAsync<T>, ct);

    /// <summary>Out of turn: whoever asks an instance how it is cannot wait until others are made.</summary>
    public Task<T> PostAtOnceAsync<T>(string path, object body, CancellationToken ct) => SendAsync(HttpMethod.Post, path, body, s_patience, ReadAsync<T>, ct);

    public Task<byte[]> GetBytesAsync(string path, CancellationToken ct) =>
        InTurnAsync(HttpMethod.Get, path, body: null, (response, late) => response.Content.ReadAsByteArrayAsync(late), ct);

    /// <summary>For calls whose answer says nothing beyond that it was done, or was so before.</summary>
    /// <param name="longer">How much longer than usual it may take; what waits for others so long takes no turn from them.</param>
    public Task SendAsync(HttpMethod method, string path, CancellationToken ct, TimeSpan longer = default) => longer == default
        ? InTurnAsync(method, path, body: null, (_, _) => Task.FromResult(true), ct)
        : SendAsync(method, path, body: null, s_patience + longer, (_, _) => Task.FromResult(true), ct);

    /// <summary>At once, and for as long as it takes: for what goes on while others ask.</summary>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, object? body, TimeSpan patience, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct, (string Name, string Value)? header = null)
    {
        var version = _version ?? await ChosenAsync(ct);
        return await AskAsync(method, $"v{version}/{path}", body, patience, read, ct, header);
    }

    /// <exception cref="JsonException">It is none.</exception>
    public static T? Parse<T>(string text) => JsonSerializer.Deserialize<T>(text, s_json);

    public void Dispose()
    {
        _http?.Dispose();
        _turns.Dispose();
    }

    private Task<T> InTurnAsync<T>(HttpMethod method, string path, object? body, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct) =>
        _turns.TakeAsync(method, () => SendAsync(method, path, body, s_patience, read, ct), ct);

    /// <summary>Asked for once, whoever waits for it; all of them learn it, or that nobody answers.</summary>
    private Task<string> ChosenAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            _choosing = _choosing.IsCompleted ? ChooseAsync() : _choosing;
            return _choosing.WaitAsync(ct);
        }
    }

    /// <summary>
    /// The ping tells the highest version that the engine knows, at no cost. Only an engine above what is known here is asked for its lowest too: for that answer Podman starts dozens of
    /// processes that gather what it says of itself.
    /// </summary>
    private async Task<string> ChooseAsync() =>
        _version = await AskAsync(HttpMethod.Get, "_ping", body: null, s_patience, (response, _) => Task.FromResult(HighestOf(response)), CancellationToken.None) is { } highest && highest <= s_known
            ? highest.ToString(2)
            : Choose(await AskAsync(HttpMethod.Get, "version", body: null, s_patience, ReadAsync<EngineVersion>, CancellationToken.None));

    private static Version? HighestOf(HttpResponseMessage ping) =>
        ping.Headers.TryGetValues("Api-Version", out var values) && Version.TryParse(values.First(), out var highest) ? highest : null;

    private static string Choose(EngineVersion engine)
    {
        var most = Version.TryParse(engine.ApiVersion, out var highest) ? highest : s_known;
        var least = Version.TryParse(engine.MinAPIVersion, out var lowest) ? lowest : most;
        return (s_known < least ? least : s_known > most ? most : s_known).ToString(2);
    }

    private async Task<T> AskAsync<T>(
        HttpMethod method, string path, object? body, TimeSpan patience, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct, (string Name, string Value)? header = null)
    {
        var http = _http ?? throw new RuntimeException(ContainerRuntime.NotSet, isTransient: false);
        using var late = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: s_json) };
            if (header is var (name, value))
            {
                request.Headers.Add(name, value);
            }

            if (request.Content is { } content)
            {
                // With its length: not every engine takes a body in chunks.
                await content.LoadIntoBufferAsync(either.Token);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            _watch.Reached();
            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified
                ? await read(response, either.Token)
                : throw new EngineException(response.StatusCode, await RefusalAsync(response, either.Token));
        }
        catch (OperationCanceledException ex) when (!ct.IsCancellationRequested)
        {
            throw Lost($"did not answer within {patience.TotalSeconds:0} s", ex);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or SocketException)
        {
            throw Lost($"cannot be reached: {Why(ex.GetBaseException())}", ex);
        }
        catch (JsonException ex)
        {
            throw new RuntimeException($"The container engine at {_host} said something that is not understood: {ex.Message}", isTransient: false, ex);
        }
    }

    private RuntimeException Lost(string what, Exception ex)
    {
        _version = null;
        var sentence = $"The container engine at {_host} {what}";
        _watch.Lost(sentence);
        return new(sentence + ".", isTransient: true, ex);
    }

    private static string Why(Exception ex) => ex switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody listens there",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "there is no such socket",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "this user may not use its socket",
        _ => ex.Message.TrimEnd('.'),
    };

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct) =>
        await response.Content.ReadFromJsonAsync<T>(s_json, ct) ?? throw new JsonException("It is empty.");

    private static async Task<string> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        try
        {
            return JsonSerializer.Deserialize<EngineMessage>(text, s_json)?.Message ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
