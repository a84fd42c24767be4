using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Sluice.Engine.Store;

/// <summary>What decides the text of an append: prepared once per shape and connection.</summary>
/// <param name="Streams">One letter per stream: <c>n</c> new, <c>e</c> existing.</param>
internal readonly record struct AppendShape(string Streams, bool HasCommand, bool OneEvent);

/// <summary>
/// The one statement that appends. Order matters: stream rows first (locked and checked in the order given), then the command id,
/// and only then <c>nextval</c>, so whatever refuses the append does so before a sequence number is drawn.
/// Each step reads from the one before, which is what makes PostgreSQL run them in this order.
/// </summary>
internal static class AppendSql
{
    private static readonly ConcurrentDictionary<AppendShape, string> Texts = new();

    /// <summary>Parameters: tenant, time, [command id, answer], per stream (id, expected version or type, count), then the events.</summary>
    public static string For(AppendShape shape) => Texts.GetOrAdd(shape, Build);

    private static string Build(AppendShape shape)
    {
        var sql = new StringBuilder("with ");
        var next = 3;
        var command = shape.HasCommand ? (Id: next++, Answer: next++) : default;
        for (var i = 0; i < shape.Streams.Length; i++)
        {
            var after = i == 0 ? "" : $"exists (select 1 from s{i})";
            sql.Append(shape.Streams[i] == 'n' ? NewStream(i + 1, next, after) : ExistingStream(i + 1, next, after));
            next += 3;
        }

        var last = $"s{shape.Streams.Length}";
        if (shape.HasCommand)
        {
            sql.Append(CultureInfo.InvariantCulture, $"""
                , c as (insert into sluice_command (tenant_id, command_id, answer, at)
                        select $1, ${command.Id}, ${command.Answer}, $2 from {last} returning 1)
                """);
        }

        var id = next - 3;
        var from = shape.HasCommand ? $"{last}, c" : last;
        sql.Append("""

            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('mt_events_sequence'),
            """);
        sql.Append(shape switch
        {
            { OneEvent: true } => $" ${next}, ${id}, {last}.version, ${next + 1}, ${next + 2}, $2, $1, ${next + 3}, false from {from}",
            { Streams.Length: 1 } => $"""
                 e.id, ${id}, {last}.version - ${id + 2} + e.n, e.data, e.type, $2, $1, e.dotnet, false
                from {from}, unnest(${next}, ${next + 1}, ${next + 2}, ${next + 3}) with ordinality as e (id, data, type, dotnet, n) order by e.n
                """,
            _ => $"""
                 e.id, e.stream, e.version, e.data, e.type, $2, $1, e.dotnet, false
                from {from}, unnest(${next}, ${next + 1}, ${next + 2}, ${next + 3}, ${next + 4}, ${next + 5}) with ordinality
                    as e (id, data, type, dotnet, stream, version, n) order by e.n
                """,
        });
        return sql.ToString();
    }

    private static string NewStream(int number, int parameter, string after) => $"""
        {(number > 1 ? ", " : "")}s{number} as (insert into mt_streams (tenant_id, id, type, version, timestamp, created, is_archived)
            select $1, ${parameter}, ${parameter + 1}, ${parameter + 2}, now(), now(), false {(after.Length > 0 ? "where " + after : "")} returning version)
        """;

    private static string ExistingStream(int number, int parameter, string after) => $"""
        {(number > 1 ? ", " : "")}s{number} as (update mt_streams set version = version + ${parameter + 2}, timestamp = now()
            where tenant_id = $1 and id = ${parameter} and version = ${parameter + 1} and is_archived = false {(after.Length > 0 ? "and " + after : "")} returning version)
        """;
}
