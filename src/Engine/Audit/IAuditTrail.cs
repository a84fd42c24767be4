using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>
/// The record of what is not an event: refused and conflicting orders, sign-ins, changes of access, exports. An applied order is an event already
/// and is not recorded here.
/// </summary>
public interface IAuditTrail
{
    /// <summary>
    /// Stores the entry. Never throws for a database that cannot be used: the loss is logged as an error and the caller's own work goes on.
    /// Once begun it is finished even if the caller goes away.
    /// </summary>
    ValueTask RecordAsync(AuditEntry entry, CancellationToken ct);
}

/// <summary>What became of what somebody tried.</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Applied,

    /// <summary>It was not allowed, not legal or wrong.</summary>
    Refused,

    /// <summary>What it was about had moved on since the giver looked.</summary>
    Conflicted,

    /// <summary>Understood, and without effect: already so, or sent before.</summary>
    NoOp,
}

/// <summary>One thing that somebody did or tried.</summary>
/// <param name="Action">Wire name: <c>promote</c>, <c>sign_in</c>.</param>
/// <param name="Subject">What it was done to, for people: a deployment's id, a service's name, an account.</param>
/// <param name="From">Where it came in: <c>ui</c>, <c>api</c>, <c>cli</c>, <c>engine</c>.</param>
/// <param name="Address">The network address of the giver, where it is known.</param>
/// <param name="Diff">What changed, as JSON.</param>
public sealed record AuditEntry(
    TenantId Tenant, DateTimeOffset At, string Actor, string Action, string Subject, AuditOutcome Outcome, string? Reason, string From, string? Address, string? Diff)
{
    /// <summary>For whom the actor acted, when not for itself.</summary>
    public string? OnBehalfOf { get; init; }

    public string? Service { get; init; }

    public string? Environment { get; init; }

    /// <summary>The id of the deployment that it was about.</summary>
    public string? Deployment { get; init; }

    /// <summary>The version that the giver's view was drawn from.</summary>
    public long? Seen { get; init; }

    /// <summary>The version that was found.</summary>
    public long? Version { get; init; }
}
