using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>
/// The position up to which the history is final: a snapshot taken after the mark was read shows every event at or below it
/// that will ever exist. Readers need it only where numbers are missing; a run without holes is final by itself.
/// </summary>
/// <remarks>
/// The argument. A number is drawn by <c>nextval</c> in the transaction that inserts its row (rule 1 of Marten's tables; the key
/// admits one row per number). <c>nextval</c> takes a row-exclusive lock on the sequence and PostgreSQL keeps it until the
/// transaction ends, also after a rolled-back savepoint, and also when the transaction has no id of its own yet. So the holders of that
/// lock are exactly the transactions that have drawn a number and may still insert it.
/// 1. A reader sees a row numbered M. Numbers come in order, so every number below M has been drawn by now.
/// 2. After that it lists the holders. Whoever drew a number below M and has not ended is on the list.
/// 3. When none of them is left, all have committed or rolled back; PostgreSQL shows a commit to new snapshots before it
///    gives up the locks. So a later snapshot shows every event up to M, and a number missing in it is missing for good.
/// Transactions that began to draw later do not matter, nor do sessions that never drew: neither holds up the mark. A prepared
/// transaction changes its virtual id, so any prepared holder keeps the mark where it is.
/// </remarks>
/// <param name="sequence">What the numbers are drawn from: a name of ours, never input.</param>
internal sealed class FinalMark(NpgsqlDataSource database, string sequence = "mt_events_sequence") : IDisposable
{
    private const string Prepared = "prepared";

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private long _value;
    private (long UpTo, HashSet<string> Owners)? _awaited;

    public long Value => Volatile.Read(ref _value);

    /// <summary>Tries to raise the mark over a missing number. Costs a query, but only where numbers are missing.</summary>
    /// <param name="missing">The first missing number.</param>
    /// <param name="seen">The highest number that the caller has seen a row for.</param>
    /// <returns>True when the mark is at or above the missing number: read again with a new snapshot.</returns>
    public async Task<bool> TryRaiseAsync(long missing, long seen, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (Value >= missing)
            {
                return true;
            }

            var owners = await OwnersAsync(ct);
            if (_awaited is { } awaited)
            {
                awaited.Owners.IntersectWith(owners);
                if (awaited.Owners.Count == 0)
                {
                    Volatile.Write(ref _value, awaited.UpTo);
                    _awaited = null;
                }
            }

            if (owners.Count == 0)
            {
                Volatile.Write(ref _value, Math.Max(Value, seen));
            }
            else if (_awaited is null && Value < seen)
            {
                owners.Add(Prepared);
                _awaited = (seen, owners);
            }

            return Value >= missing;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<HashSet<string>> OwnersAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select case when pid is null then '{Prepared}' else virtualtransaction end from pg_locks
            where locktype = 'relation' and relation = '{sequence}'::regclass and granted and mode <> 'AccessShareLock'
              and database = (select oid from pg_database where datname = current_database())
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var owners = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            owners.Add(reader.GetString(0));
        }

        return owners;
    }
}
