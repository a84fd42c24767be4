using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using Sluice.Engine.Workloads.Health;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads;

/// <summary>Asks an instance once whether it is ready: by HTTP, TCP, gRPC or a command, within the time that its release gives for one question.</summary>
internal sealed class ReadinessProbe(TimeProvider time) : IDisposable
{
    /// <summary>With it an instance says that it serves and could do better, and why.</summary>
    public const string HealthHeader = "Sluice-Health";

    private const int MostAtOnce = 128;

    private static readonly TimeSpan s_brief = TimeSpan.FromMilliseconds(200);

    private const string DegradedWord = "degraded";
    private const int DegradedCode = 2;

    private readonly SemaphoreSlim _room = new(MostAtOnce);

    // A new connection for each probe: an old one would not notice that nobody listens any more.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    public async Task<HealthAnswer> AskAsync(HealthQuestion question, CancellationToken ct)
    {
        var readiness = question.Readiness;
        if (readiness.RunsFor is { } length)
        {
            return time.GetUtcNow() - question.Since >= length ? HealthAnswer.Ready : new($"is not asked, and counts as ready when it has run for {Durations.Format(length)}");
        }

        await _room.WaitAsync(ct);
        try
        {
            var patience = readiness.ProbeTimeout ?? Readiness.UsualProbeTimeout;
            using var late = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
            try
            {
                return readiness.Kind switch
                {
                    ReadinessKind.Http => await GetAsync(At(question.Address, readiness.HttpPath!), either.Token),
                    ReadinessKind.Grpc => await CheckAsync(question, either.Token),
                    ReadinessKind.Command => await RunAsync(question, either.Token),
                    _ => await ConnectAsync(question.Address, either.Token),
                };
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return new($"{Name(question)} did not answer within {Name(patience)}");
            }
            catch (Exception ex) when (ex is HttpRequestException or SocketException or IOException)
            {
                return new(ex.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                    ? $"{Name(question)}: nobody listens there"
                    : $"{Name(question)}: {ex.GetBaseException().Message}");
            }
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
    }

    private async Task<HealthAnswer> GetAsync(Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await _http.SendAsync(request, ct);
        var status = (int)response.StatusCode;
        return status is >= 200 and < 400
            ? HealthAnswer.Ready with { Degraded = DegradedByHeader(response) ?? await DegradedByBodyAsync(response, ct) }
            : new(string.Create(CultureInfo.InvariantCulture, $"GET {address} answered {status}"));
    }

    private async Task<HealthAnswer> CheckAsync(HealthQuestion question, CancellationToken ct)
    {
        using var request = GrpcHealth.Request(question.Address, question.Readiness.Grpc!);
        using var response = await _http.SendAsync(request, ct);
        return await GrpcHealth.ReadAsync(response, ct) is { } problem
            ? new($"{Name(question)} {problem}")
            : HealthAnswer.Ready with { Degraded = DegradedByHeader(response) };
    }

    private static async Task<HealthAnswer> RunAsync(HealthQuestion question, CancellationToken ct)
    {
        if (question.Run is not { } run)
        {
            return new($"{Name(question)} cannot be run here");
        }

        var words = question.Readiness.Command!.Select(word => InstanceEnvironment.WithPort(word, question.PortForCommands ?? question.Address.Port)).ToValueList();
        var end = await run(words, ct);
        var said = end.Said is { Length: > 0 } line ? $": {line}" : "";
        return end.Code switch
        {
            0 => HealthAnswer.Ready,
            DegradedCode => HealthAnswer.Ready with { Degraded = end.Said is { Length: > 0 } why ? why : $"{Name(question)} ended with {DegradedCode}" },
            null => new($"{Name(question)} was not run{said}"),
            { } code => new(string.Create(CultureInfo.InvariantCulture, $"{Name(question)} ended with {code}{said}")),
        };
    }

    private static async Task<HealthAnswer> ConnectAsync(Uri address, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.DnsSafeHost, address.Port, ct);
        return HealthAnswer.Ready;
    }

    /// <summary><c>degraded</c>, or <c>degraded; why</c>.</summary>
    private static string? DegradedByHeader(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(HealthHeader, out var values) || values.FirstOrDefault() is not { } value || !value.StartsWith(DegradedWord, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var why = InstanceLog.Clean(value[DegradedWord.Length..].TrimStart(';', ':', ' '));
        return why.Length > 0 ? why : $"says {HealthHeader}: {DegradedWord}";
    }

    /// <summary>A whole answer that is this word alone, as health checks of ASP.NET Core write it.</summary>
    private async Task<string?> DegradedByBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentLength > 2 * DegradedWord.Length)
        {
            return null;
        }

        // The status has answered already: a body that goes on and on, or breaks off, only says nothing more.
        using var brief = new CancellationTokenSource(s_brief, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, brief.Token);
        var bytes = new byte[2 * DegradedWord.Length];
        int length;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, either.Token);
        }
        catch (Exception ex) when (ex is IOException or HttpRequestException || (ex is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }

        return string.Equals(Encoding.UTF8.GetString(bytes, 0, length).Trim(), DegradedWord, StringComparison.OrdinalIgnoreCase) ? $"answers {DegradedWord}" : null;
    }

    private static string Name(HealthQuestion question) => question.Readiness.Kind switch
    {
        ReadinessKind.Http => $"GET {At(question.Address, question.Readiness.HttpPath!)}",
        ReadinessKind.Grpc => string.Create(CultureInfo.InvariantCulture, $"gRPC health of {(question.Readiness.Grpc is { Length: > 0 } service ? service : "the server")} at {question.Address.Host}:{question.Address.Port}"),
        ReadinessKind.Command => $"the command {question.Readiness.Command![0]}",
        _ => string.Create(CultureInfo.InvariantCulture, $"TCP {question.Address.Host}:{question.Address.Port}"),
    };

    private static string Name(TimeSpan patience) => patience == Readiness.UsualProbeTimeout ? "one second" : Durations.Format(patience);

    // Joined as text: a path that begins with two slashes would otherwise name another host.
    private static Uri At(Uri address, string path) => new(address.GetLeftPart(UriPartial.Authority) + path);
}
