using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Routing;

namespace Sluice.Gateway.Forwarding;

/// <summary>
/// A copy of one request. It is sent when all of the request's body was read on its way to the release that serves, and never when that does not happen.
/// Holds nothing of the request's context, which is gone before it.
/// </summary>
internal sealed class MirrorCopy(Mirroring mirroring, MirrorRule rule, Destination destination, long start, OpenRequests open) : IThreadPoolWorkItem, IDisposable
{
    private const int Waiting = 0;
    private const int Sent = 1;
    private const int Abandoned = 2;

    private readonly CancellationTokenSource _left = new();
    private readonly Ticket _original = open.Rent();
    private HttpRequestMessage? _request;
    private byte[]? _body;
    private readonly Lock _ending = new();
    private bool _isOver;
    private int _state;

    /// <summary>Null for a request without a body. It is filled while the request's own is read.</summary>
    public HttpContent? Body(HttpContext context)
    {
        _body = context.Request.ContentLength is > 0 and var length ? new byte[length] : null;
        return _body is null ? null : new ByteArrayContent(_body);
    }

    /// <summary>Sent at once, or when the body was read.</summary>
    public void Take(HttpContext context, HttpRequestMessage request)
    {
        _request = request;
        if (_body is null)
        {
            Send();
        }
        else
        {
            context.Request.Body = new RecordedBody(context.Request.Body, _body, Send);
        }
    }

    /// <summary>The request itself ended.</summary>
    /// <param name="milliseconds">Null when its duration says nothing.</param>
    /// <param name="userLeft">Before the answer was whole.</param>
    public void End(Outcome outcome, double? milliseconds, bool userLeft)
    {
        if (Abandon())
        {
            // The body never came whole, or nobody read it to its end.
            return;
        }

        _original.End();
        open.Return(_original);
        rule.Tally.Originals.Record(outcome, milliseconds);
        lock (_ending)
        {
            if (userLeft && !_isOver)
            {
                _left.Cancel();
            }
        }
    }

    /// <returns>False when it was sent.</returns>
    public bool Abandon()
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Waiting) != Waiting)
        {
            return false;
        }

        rule.Tally.Unfit();
        open.Return(_original);
        Dispose();
        return true;
    }

    /// <summary>It is over: its slot is free and its destination has one request less.</summary>
    public void Dispose()
    {
        lock (_ending)
        {
            _isOver = true;
            _left.Dispose();
        }

        _request?.Dispose();
        rule.Tally.Leave();
        destination.Leave();
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private void Send()
    {
        if (Interlocked.CompareExchange(ref _state, Sent, Waiting) == Waiting)
        {
            _original.Begin(rule.Tally.Originals, start);
            destination.Sent();
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task RunAsync()
    {
        var ticket = open.Rent();
        ticket.Begin(rule.Tally.Copies, start);
        var (outcome, milliseconds) = (Outcome.Reset, (double?)null);
        try
        {
            (outcome, milliseconds) = await mirroring.SendAsync(_request!, rule.Timeout, start, _left.Token);
        }
        finally
        {
            ticket.End();
            open.Return(ticket);
            rule.Tally.Copies.Record(outcome, milliseconds);
            destination.Count(outcome.IsError());
            if (!_left.IsCancellationRequested)
            {
                mirroring.Judge(destination, outcome);
            }

            Dispose();
        }
    }
}
