using Npgsql;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <summary>The next rows of a table whose numbers are drawn from a sequence, only as far as no lower number can still appear.</summary>
/// <param name="sql">Gives the number first and last a flag whether the row is wanted; numbers above $1 in order, at most $2.</param>
internal sealed class NumberedRows<T>(NpgsqlDataSource database, string sequence, string sql, Func<NpgsqlDataReader, T> read) : IDisposable
{
    private readonly FinalMark _final = new(database, sequence);

    /// <returns>The wanted rows and the number to go on after; <c>HeldUp</c> when it stopped at a number whose owner may still be at work.</returns>
    public async Task<(List<T> Rows, long Position, bool IsFull, bool HeldUp)> ReadAsync(long after, int limit, CancellationToken ct)
    {
        var rows = new List<T>();
        var (position, left) = (after, limit);
        while (true)
        {
            // Read before the snapshot is taken: the mark speaks about later snapshots only.
            var final = _final.Value;
            var (reached, seen, count) = await ReadOnceAsync(position, left, final, rows, ct);
            (position, left) = (reached, left - count);
            var heldUp = seen > position && !await _final.TryRaiseAsync(position + 1, seen, ct);
            if (heldUp || seen == position || left == 0)
            {
                return (rows, position, left == 0, heldUp);
            }
        }
    }

    public void Dispose() => _final.Dispose();

    private async Task<(long Position, long Seen, int Count)> ReadOnceAsync(long after, int limit, long final, List<T> rows, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (position, seen, count) = (after, after, 0);
        while (await reader.ReadAsync(ct))
        {
            seen = reader.GetInt64(0);
            if (seen != position + 1 && seen - 1 > final)
            {
                while (await reader.ReadAsync(ct))
                {
                    seen = reader.GetInt64(0);
                }

                break;
            }

            (position, count) = (seen, count + 1);
            if (reader.GetBoolean(reader.FieldCount - 1))
            {
                rows.Add(read(reader));
            }
        }

        return (position, seen, count);
    }
}
