using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <inheritdoc cref="IAuditTrail"/>
internal sealed partial class AuditTrail(NpgsqlDataSource database, TimeProvider time, ILogger<AuditTrail> logger) : IAuditTrail
{
    private const int LongestText = 4_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when an entry was stored by this process after the call.</summary>
    public Task NextAsync() => Volatile.Read(ref _recorded).Task;

    public async ValueTask RecordAsync(AuditEntry entry, CancellationToken ct)
    {
        // Whoever hangs up at once must not thereby stay out of the log, so the caller's token is not looked at.
        using var limit = new CancellationTokenSource(s_limit, time);
        try
        {
            await StoreAsync(entry, limit.Token);
            Interlocked.Exchange(ref _recorded, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
        catch (Exception ex)
        {
            // The attempt was answered or will be; its answer must not turn into a fault. The log line holds what the table does not.
            Log.NotRecorded(logger, entry.Actor, entry.Action, entry.Subject, Words.Of(entry.Outcome), entry.From, ex);
        }
    }

    private async Task StoreAsync(AuditEntry entry, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into sluice_audit (tenant_id, at, actor, on_behalf_of, action, object, service, environment, deployment, outcome, reason, source, address, seen, version, diff)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = entry.At.UtcDateTime });
        foreach (var text in (string?[])[entry.Actor, entry.OnBehalfOf, entry.Action, entry.Subject, entry.Service, entry.Environment, entry.Deployment, Words.Of(entry.Outcome), entry.Reason, entry.From, entry.Address])
        {
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)Storable(text) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        }

        command.Parameters.Add(new NpgsqlParameter { Value = (object?)entry.Seen ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)entry.Version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)AsJson(entry.Diff) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What a stranger sent may be of any length and hold what PostgreSQL cannot keep.</summary>
    private static string? Storable(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var clean = text.Replace("\0", "\uFFFD", StringComparison.Ordinal);
        return clean.Length <= LongestText ? clean : string.Concat(clean.AsSpan(0, char.IsHighSurrogate(clean[LongestText - 1]) ? LongestText - 1 : LongestText), "…");
    }

    private static string? AsJson(string? diff)
    {
        if (Storable(diff) is not { } text)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(text);
            return text.Contains("\\u0000", StringComparison.OrdinalIgnoreCase) ? JsonSerializer.Serialize(text) : text;
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(text);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.AuditEntryLost, LogLevel.Error, "The audit log lacks an entry: {Actor} tried {Action} on {Object}, {Outcome}, from {From}")]
        public static partial void NotRecorded(ILogger logger, string actor, string action, string @object, string outcome, string from, Exception exception);
    }
}
