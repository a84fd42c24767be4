using Microsoft.AspNetCore.Http.Features;

namespace Sluice.Gateway.Counting;

/// <summary>
/// What the gateway remembers of one open request. Stands in the way of <see cref="HttpContext.Abort"/>, because a forwarder that gives up on a body says
/// the same for "too slow" and for "the client left"; only the moment of the abort tells which it was.
/// </summary>
internal sealed class Ticket : IHttpRequestLifetimeFeature
{
    private IHttpRequestLifetimeFeature? _connection;
    private ArmCounters? _arm;
    private long _start;

    /// <summary>True when the gateway ended the connection while the client was still there.</summary>
    public bool Cut { get; private set; }

    public CancellationToken RequestAborted
    {
        get => _connection!.RequestAborted;
        set => _connection!.RequestAborted = value;
    }

    public void Abort()
    {
        Cut |= !_connection!.RequestAborted.IsCancellationRequested;
        _connection.Abort();
    }

    public void Begin(HttpContext context, ArmCounters arm, long start)
    {
        _connection = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        context.Features.Set<IHttpRequestLifetimeFeature>(this);
        Cut = false;
        Volatile.Write(ref _start, start);
        Volatile.Write(ref _arm, arm);
    }

    public void End(HttpContext context)
    {
        Volatile.Write(ref _arm, null);
        context.Features.Set(_connection);
        _connection = null;
    }

    /// <summary>False when no request is under way on this ticket. Safe to call from any thread at any time.</summary>
    public bool TryRead(out ArmCounters arm, out long start)
    {
        arm = Volatile.Read(ref _arm)!;
        start = Volatile.Read(ref _start);
        return arm is not null && ReferenceEquals(Volatile.Read(ref _arm), arm);
    }
}
