using System.Net;
using System.Threading.RateLimiting;

namespace Sluice.Dashboard.Access;

/// <summary>Ten wrong tokens or passwords a minute and address: plenty for people, nothing for guessing. Right ones are not counted.</summary>
public sealed class SignInAttempts : IDisposable
{
    public const int WrongPerMinute = 10;

    private readonly PartitionedRateLimiter<IPAddress?> _limiter = PartitionedRateLimiter.Create<IPAddress?, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(
            address?.ToString() ?? "unknown",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = WrongPerMinute, Window = TimeSpan.FromMinutes(1) }));

    public bool MayTry(IPAddress? from)
    {
        using var lease = _limiter.AttemptAcquire(from, permitCount: 0);
        return lease.IsAcquired;
    }

    public void WasWrong(IPAddress? from) => _limiter.AttemptAcquire(from).Dispose();

    public void Dispose() => _limiter.Dispose();
}
