using Sluice.Domain;
using Sluice.Domain.Events;

namespace Sluice.Engine.Store;

/// <summary>
/// The recorded facts. Contract: versions of a stream are 1, 2, 3 … without holes; a reader that has read all events up to
/// position <c>p</c> never later finds a new one at or below <c>p</c>.
/// </summary>
public interface IEventStore
{
    /// <summary>
    /// Appends to one or more streams in one transaction and, for a single stream, in one round trip. Either everything is stored or nothing.
    /// Several streams are locked in the order given: the caller names a service's stream before its deployments' streams.
    /// </summary>
    /// <exception cref="StreamConflictException">A stream is not at the expected version. Nothing was stored; no sequence number was burnt.</exception>
    /// <exception cref="CommandRepeatedException">The command id was applied before.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached or ended the connection; the outcome is unknown unless a command id was given.</exception>
    Task AppendAsync(AppendRequest request, CancellationToken ct);

    /// <summary>The events of one stream after a version, in order; empty for an unknown stream.</summary>
    /// <param name="toVersion">The last version wanted; null for all.</param>
    /// <exception cref="UnknownEventException">A stored event that this program does not know.</exception>
    Task<IReadOnlyList<Recorded>> ReadStreamAsync(TenantId tenant, string stream, long afterVersion, long? toVersion, CancellationToken ct);

    /// <summary>Events as stored, without understanding them: for replay and export, which show unknown kinds raw.</summary>
    Task<IReadOnlyList<RawEvent>> ReadRawAsync(TenantId tenant, string stream, long afterVersion, int limit, CancellationToken ct);

    /// <summary>
    /// The next events of all tenants after a position, at most <paramref name="limit"/>, only as far as nothing below can still appear.
    /// Events of unknown kinds are skipped, their position is not.
    /// </summary>
    Task<AllEventsPage> ReadAllAsync(long afterPosition, int limit, CancellationToken ct);

    /// <summary>
    /// Completes when something may have been appended since the call was made, at the latest after the polling interval (250 ms, 1 s when
    /// nothing happened lately). Call it before reading and await it after an empty page, and no append is slept through.
    /// </summary>
    Task WaitForAppendAsync(CancellationToken ct);

    /// <summary>The answer that was stored with a command id, or null when the id was never applied.</summary>
    Task<string?> FindCommandAsync(TenantId tenant, string commandId, CancellationToken ct);
}

/// <param name="ExpectedVersion">The version that the stream must have now; 0 starts a new stream.</param>
/// <param name="StreamType">Marten's aggregate alias (<c>deployment</c>, <c>service</c>); written when the stream is new.</param>
public sealed record StreamAppend(string Stream, string StreamType, long ExpectedVersion, IReadOnlyList<DomainEvent> Events);

/// <param name="CommandId">Stored in the same transaction, unique per tenant.</param>
/// <param name="CommandAnswer">JSON that a repetition of the command is answered with; left out, it is the JSON text <c>null</c>.</param>
public sealed record AppendRequest(TenantId Tenant, DateTimeOffset At, IReadOnlyList<StreamAppend> Streams, string? CommandId = null, string? CommandAnswer = null);

/// <summary>One event with its place.</summary>
/// <param name="Position">In the sequence of all events; grows, with gaps. Never shown to clients.</param>
public sealed record Recorded(TenantId Tenant, string Stream, long Version, long Position, DateTimeOffset At, DomainEvent Event);

/// <param name="Data">The payload as stored, JSON.</param>
public sealed record RawEvent(string Stream, long Version, DateTimeOffset At, string Type, string Data);

/// <param name="Position">Where to go on: the last position looked at, known events or not.</param>
public sealed record AllEventsPage(IReadOnlyList<Recorded> Events, long Position);
