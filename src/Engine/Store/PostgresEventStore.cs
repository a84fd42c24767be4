using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Store;

/// <summary>The event store on PostgreSQL, in Marten's tables.</summary>
public sealed class PostgresEventStore(NpgsqlDataSource database, EventCatalogue catalogue, TimeProvider time, ILogger<PostgresEventStore> logger)
    : IEventStore, IAsyncDisposable
{
    private readonly EventStreamReader _streams = new(database, catalogue);
    private readonly AllEventsReader _all = new(database, catalogue);
    private readonly AppendSignal _signal = new(database, time, logger);

    public async Task AppendAsync(AppendRequest request, CancellationToken ct)
    {
        var shape = AppendCommand.ShapeOf(request);
        bool stored;
        try
        {
            stored = request.Streams.Count == 1 ? await AppendOneAsync(request, shape, ct) : await AppendSeveralAsync(request, shape, ct);
        }
        catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw ex.ConstraintName is StoreTables.CommandKey
                ? new CommandRepeatedException(request.CommandId!)
                : await RefusalAsync(request, ct);
        }
        catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.UntranslatableCharacter)
        {
            throw new ArgumentException("A text contains the character U+0000, which PostgreSQL cannot store.", nameof(request), ex);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }

        if (!stored)
        {
            throw await RefusalAsync(request, ct);
        }

        _signal.Appended();
    }

    public Task<IReadOnlyList<Recorded>> ReadStreamAsync(TenantId tenant, string stream, long afterVersion, long? toVersion, CancellationToken ct) =>
        Guarded(_streams.ReadAsync(tenant, stream, afterVersion, toVersion, ct));

    public Task<IReadOnlyList<RawEvent>> ReadRawAsync(TenantId tenant, string stream, long afterVersion, int limit, CancellationToken ct) =>
        Guarded(_streams.ReadRawAsync(tenant, stream, afterVersion, limit, ct));

    public Task<AllEventsPage> ReadAllAsync(long afterPosition, int limit, CancellationToken ct) => Guarded(_all.ReadAsync(afterPosition, limit, ct));

    public Task WaitForAppendAsync(CancellationToken ct) => _signal.WaitAsync(heldUp: _all.HeldUp, ct);

    public Task<string?> FindCommandAsync(TenantId tenant, string commandId, CancellationToken ct) => Guarded(FindAsync(tenant, commandId, ct));

    public async ValueTask DisposeAsync()
    {
        await _signal.DisposeAsync();
        _all.Dispose();
    }

    private async Task<bool> AppendOneAsync(AppendRequest request, AppendShape shape, CancellationToken ct)
    {
        await using var command = AppendCommand.Fill(database.CreateCommand(AppendSql.For(shape)), request, shape, catalogue);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    private async Task<bool> AppendSeveralAsync(AppendRequest request, AppendShape shape, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = AppendCommand.Fill(new NpgsqlCommand(AppendSql.For(shape), connection, transaction), request, shape, catalogue);
        // A later stream that is not at its version leaves the rows of earlier ones changed; leaving without a commit takes that back.
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            return false;
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Names what stood in the way: the command id if it was applied, else the first stream that is somewhere else.</summary>
    private async Task<Exception> RefusalAsync(AppendRequest request, CancellationToken ct)
    {
        if (request.CommandId is { } commandId && await FindCommandAsync(request.Tenant, commandId, ct) is not null)
        {
            return new CommandRepeatedException(commandId);
        }

        foreach (var stream in request.Streams.SkipLast(1))
        {
            if (await Guarded(VersionAsync(request.Tenant, stream.Stream, ct)) != stream.ExpectedVersion)
            {
                return new StreamConflictException(stream.Stream, stream.ExpectedVersion);
            }
        }

        return new StreamConflictException(request.Streams[^1].Stream, request.Streams[^1].ExpectedVersion);
    }

    private async Task<long> VersionAsync(TenantId tenant, string stream, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select version from mt_streams where tenant_id = $1 and id = $2 and is_archived = false");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    private async Task<string?> FindAsync(TenantId tenant, string commandId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select answer from sluice_command where tenant_id = $1 and command_id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = commandId });
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private static async Task<T> Guarded<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }
}
