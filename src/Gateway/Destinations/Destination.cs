using System.Runtime.InteropServices;

namespace Sluice.Gateway.Destinations;

/// <summary>One instance: its open requests and its health. Lives as long as a configuration names it at this address.</summary>
internal sealed class Destination(string id, string address)
{
    private const int FailuresToEject = 3;

    private readonly Health _health = new();
    private Traffic _traffic;

    public static TimeSpan EjectedFor { get; } = TimeSpan.FromSeconds(10);

    public string Id => id;

    public string Address => address;

    public long OpenRequests => Volatile.Read(ref _traffic.Open);

    public long Requests => Volatile.Read(ref _traffic.Requests);

    public long Ended => Volatile.Read(ref _traffic.Ended);

    public long Errors => Volatile.Read(ref _traffic.Errors);

    /// <summary>A full fence: whatever is read afterwards is no older than the entry.</summary>
    public void Enter() => Interlocked.Increment(ref _traffic.Open);

    public void Sent() => Interlocked.Increment(ref _traffic.Requests);

    /// <summary>The request first and its error later: who reads the errors first never sees more of them than requests.</summary>
    public void Count(bool isError)
    {
        Interlocked.Increment(ref _traffic.Ended);
        if (isError)
        {
            Interlocked.Increment(ref _traffic.Errors);
        }
    }

    public void Leave() => Interlocked.Decrement(ref _traffic.Open);

    /// <param name="now">A timestamp of the gateway's clock.</param>
    public bool IsHealthy(long now) => Volatile.Read(ref _health.Probed) && now >= Volatile.Read(ref _health.EjectedUntil);

    /// <summary>Three transport failures in a row eject it for ten seconds; then it is tried again, and one more failure is enough.</summary>
    /// <returns>True when this failure ejected it.</returns>
    public bool Failed(long now, long ejectedUntil)
    {
        if (Interlocked.Increment(ref _health.Failures) < FailuresToEject)
        {
            return false;
        }

        var wasHealthy = now >= Volatile.Read(ref _health.EjectedUntil);
        Volatile.Write(ref _health.EjectedUntil, ejectedUntil);
        return wasHealthy;
    }

    public void Succeeded()
    {
        // Read first: a write by every good request would keep the line moving between cores.
        if (Volatile.Read(ref _health.Failures) != 0)
        {
            Volatile.Write(ref _health.Failures, 0);
            Volatile.Write(ref _health.EjectedUntil, long.MinValue);
        }
    }

    /// <returns>True when this changed what was known.</returns>
    public bool Probed(bool healthy) => Interlocked.Exchange(ref _health.Probed, healthy) != healthy;

    private sealed class Health
    {
        public bool Probed = true;
        public int Failures;
        public long EjectedUntil = long.MinValue;
    }

    /// <summary>Alone on its cache lines: every request writes here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Traffic
    {
        [FieldOffset(128)]
        public long Open;

        [FieldOffset(136)]
        public long Requests;

        [FieldOffset(144)]
        public long Ended;

        [FieldOffset(152)]
        public long Errors;
    }
}
