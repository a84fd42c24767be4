using System.Net;
using System.Threading.RateLimiting;
using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Access;

/// <summary>Enters sign-ins into the audit log. Of what is wrong only so many a minute and address are entered, so that guessing cannot fill the disk.</summary>
internal sealed class SignInRecord(IAuditTrail trail, TimeProvider time) : IDisposable
{
    private const string Nobody = "unknown";

    private readonly PartitionedRateLimiter<IPAddress?> _wrong = PartitionedRateLimiter.Create<IPAddress?, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(
            address?.ToString() ?? Nobody,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInAttempts.WrongPerMinute, Window = TimeSpan.FromMinutes(1) }));

    public ValueTask CameInAsync(HttpContext context, string name) => RecordAsync(context, AuditActions.SignIn, name, AuditOutcome.Applied, reason: null, CommandSource.Ui);

    public ValueTask LeftAsync(HttpContext context, string name) => RecordAsync(context, AuditActions.SignOut, name, AuditOutcome.Applied, reason: null, CommandSource.Ui);

    /// <param name="name">As given; nobody has proven it.</param>
    /// <param name="from">Where it was tried.</param>
    public async ValueTask WasRefusedAsync(HttpContext context, string? name, string from)
    {
        using var lease = _wrong.AttemptAcquire(context.Connection.RemoteIpAddress);
        if (lease.IsAcquired)
        {
            await RecordAsync(context, AuditActions.SignIn, ActorName.TryParse(name, out var given) ? given : Nobody, AuditOutcome.Refused, "The token was wrong.", from);
        }
    }

    public void Dispose() => _wrong.Dispose();

    private ValueTask RecordAsync(HttpContext context, string action, string name, AuditOutcome outcome, string? reason, string from) => trail.RecordAsync(
        new(TenantId.Default, time.GetUtcNow(), name, action, name, outcome, reason, from, context.Connection.RemoteIpAddress?.ToString(), Diff: null),
        context.RequestAborted);
}
