using System.Net;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Routing;
using Sluice.Gateway.State;
using Yarp.ReverseProxy.Forwarder;

namespace Sluice.Gateway.Forwarding;

/// <summary>
/// Sends copies of requests beside them. Nothing that becomes of a copy reaches the user: it is sent by a thread of its own, its answer is read and thrown away,
/// and where as many copies as may be are open there is none.
/// </summary>
internal sealed class Mirroring(Serving serving, OpenRequests open, TimeProvider time) : IDisposable
{
    /// <summary>On copies alone, so that a service can tell them from what a user waits for. Anybody can send it.</summary>
    public const string Header = "Sluice-Mirrored";

    /// <summary>Of an answer, read and thrown away; what is longer is ended here.</summary>
    public const int LargestAnswer = 8 * 1024 * 1024;

    private readonly HttpMessageInvoker _client = Upstream.CreateClient();
    private readonly ForwardedHeaders _headers = new();
    private readonly long _ejected = (long)(Destination.EjectedFor.TotalSeconds * time.TimestampFrequency);

    /// <summary>To be called when the request has entered its own destination.</summary>
    /// <param name="table">In force when the request was looked at.</param>
    /// <param name="start">When the request came.</param>
    /// <returns>Null when there is no copy of this request; otherwise to be ended with it.</returns>
    public MirrorCopy? Begin(HttpContext context, RouteTable table, MirrorRule rule, long start)
    {
        if (!rule.Chooses(context) || !rule.Tally.TryEnter())
        {
            return null;
        }

        // As for the request itself: once a new table is in force, no copy is on its way by the old one without being seen.
        var destination = rule.To.Choose(start);
        destination.Enter();
        if (!ReferenceEquals(table, serving.Table))
        {
            destination.Leave();
            rule.Tally.Leave();
            rule.Tally.Dropped();
            return null;
        }

        var copy = new MirrorCopy(this, rule, destination, start, open);
        try
        {
            copy.Take(context, RequestFor(context, destination, copy.Body(context)));
            return copy;
        }
        catch (Exception)
        {
            // Whatever cannot be said a second time: the request itself goes on.
            copy.Abandon();
            return null;
        }
    }

    /// <summary>What became of a copy.</summary>
    /// <param name="left">The user left, and the copy ends as the request itself does.</param>
    public async Task<(Outcome Outcome, double? Milliseconds)> SendAsync(HttpRequestMessage request, TimeSpan timeout, long start, CancellationToken left)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, left);
        var outcome = (Outcome?)null;
        try
        {
            using var answer = await _client.SendAsync(request, either.Token);
            outcome = Outcomes.ByStatus((int)answer.StatusCode);
            await ReadAsync(answer, either.Token);
            return (outcome.Value, Since(start));
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return (outcome ?? Outcome.Fine, Since(start));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // An answer that goes on says nothing about how long it takes.
            return outcome is { } known ? (known, null) : (Outcome.Timeout, Since(start));
        }
        catch (Exception)
        {
            // Nobody waits for it, and its release is told by the count.
            return (Outcome.Reset, Since(start));
        }
    }

    /// <summary>As with users' requests: repeated failures of the connection leave an instance out for a while.</summary>
    public void Judge(Destination destination, Outcome outcome)
    {
        if (Outcomes.IsTransportFailure(outcome))
        {
            var now = time.GetTimestamp();
            destination.Failed(now, now + _ejected);
        }
        else
        {
            destination.Succeeded();
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage RequestFor(HttpContext context, Destination destination, HttpContent? body)
    {
        var from = context.Request;
        var request = new HttpRequestMessage(HttpMethod.Parse(from.Method), RequestUtilities.MakeDestinationAddress(destination.Address, from.Path, from.QueryString))
        {
            Version = HttpVersion.Version11,
            Content = body,
        };

        // Copies texts and waits for nothing.
        _headers.TransformRequestAsync(context, request, destination.Address, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        request.Headers.TryAddWithoutValidation(Header, "1");
        return request;
    }

    private static async Task ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var (buffer, read) = (new byte[16 * 1024], 0);
        while (read < LargestAnswer && await body.ReadAsync(buffer, ct) is var more and > 0)
        {
            read += more;
        }
    }

    private double Since(long start) => time.GetElapsedTime(start).TotalMilliseconds;
}
