namespace Sluice.Gateway.Counting;

/// <summary>Which release an open request is for and when it came. Written by the request alone, read by anybody.</summary>
internal sealed class Ticket
{
    /// <summary>The start of what has no age: a connection that asks to be upgraded stays open because it is used, not because an answer is late.</summary>
    public const long Ageless = long.MinValue;

    private ArmCounters? _arm;
    private long _start;

    /// <param name="start">A timestamp of the gateway's clock, or <see cref="Ageless"/>.</param>
    public void Begin(ArmCounters arm, long start)
    {
        Volatile.Write(ref _start, start);
        Volatile.Write(ref _arm, arm);
    }

    public void End() => Volatile.Write(ref _arm, null);

    /// <summary>False when no request is under way on this ticket.</summary>
    public bool TryRead(out ArmCounters arm, out long start)
    {
        arm = Volatile.Read(ref _arm)!;
        start = Volatile.Read(ref _start);
        return arm is not null && ReferenceEquals(Volatile.Read(ref _arm), arm);
    }
}
