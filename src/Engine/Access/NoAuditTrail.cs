using Sluice.Engine.Audit;

namespace Sluice.Engine.Access;

/// <summary>Keeps nothing: for a program that has no audit log.</summary>
internal sealed class NoAuditTrail : IAuditTrail
{
    public ValueTask RecordAsync(AuditEntry entry, CancellationToken ct) => ValueTask.CompletedTask;
}
