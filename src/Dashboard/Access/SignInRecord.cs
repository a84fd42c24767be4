using System.Net;
using System.Threading.RateLimiting;
using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Access;

/// <summary>Enters wrong tokens of programs into the audit log: only so many a minute and address, so that guessing cannot fill the disk.</summary>
internal sealed class SignInRecord(IAuditTrail trail, TenantChoice tenants, TimeProvider time) : IDisposable
{
    private const string Nobody = "unknown";

    private readonly PartitionedRateLimiter<IPAddress?> _wrong = PartitionedRateLimiter.Create<IPAddress?, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(
            address?.ToString() ?? Nobody,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInAttempts.WrongPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <param name="name">As given; nobody has proven it.</param>
    /// <param name="from">Where it was tried.</param>
    public async ValueTask WasRefusedAsync(HttpContext context, string? name, string from)
    {
        using var lease = _wrong.AttemptAcquire(context.Connection.RemoteIpAddress);
        if (lease.IsAcquired)
        {
            await RecordAsync(context, AuditActions.SignIn, ActorName.TryParse(name, out var given) ? given : Nobody, AuditOutcome.Refused, "The token was wrong, has expired or was revoked.", from);
        }
    }

    public void Dispose() => _wrong.Dispose();

    private ValueTask RecordAsync(HttpContext context, string action, string name, AuditOutcome outcome, string? reason, string from) => trail.RecordAsync(
        new(tenants.Of(context) ?? TenantId.Default, time.GetUtcNow(), name, action, name, outcome, reason, from, context.Connection.RemoteIpAddress?.ToString(), Diff: null),
        context.RequestAborted);
}
