using Sluice.Domain;
using Sluice.Engine.Audit;

namespace Sluice.Engine.Access;

/// <summary>Who asks for something about access, and from where.</summary>
/// <param name="From">Where it came in: <c>ui</c> or <c>api</c>.</param>
public sealed record Requester(TenantId Tenant, string Name, string From, string? Address)
{
    public AuditEntry Entry(TimeProvider time, string action, string subject, AuditOutcome outcome, string? reason = null, string? diff = null) =>
        new(Tenant, time.GetUtcNow(), Name, action, subject, outcome, reason, From, Address, diff);
}
