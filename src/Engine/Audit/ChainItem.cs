using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>Something that the chain links: a stored event or an audit entry, exactly as the database gives it back.</summary>
internal abstract record ChainItem(string Tenant, long Number, DateTimeOffset At)
{
    private const long TicksPerMicrosecond = 10;

    public abstract string Kind { get; }

    /// <summary>The bytes that are hashed. Described in docs/audit.md, where they are also written as SQL: change neither, for what is linked stays linked.</summary>
    public abstract void WriteTo(IBufferWriter<byte> bytes);

    /// <summary>One field: its length in bytes, a colon, the text, a comma; a dash and a comma for what is null.</summary>
    protected static void Field(IBufferWriter<byte> bytes, string? text)
    {
        if (text is null)
        {
            bytes.Write("-,"u8);
            return;
        }

        Length(bytes, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, bytes);
        bytes.Write(","u8);
    }

    protected static void Field(IBufferWriter<byte> bytes, ReadOnlySpan<byte> text)
    {
        Length(bytes, text.Length);
        bytes.Write(text);
        bytes.Write(","u8);
    }

    protected static void Field(IBufferWriter<byte> bytes, long? number)
    {
        Span<byte> digits = stackalloc byte[20];
        if (number is not { } value)
        {
            bytes.Write("-,"u8);
        }
        else if (Utf8Formatter.TryFormat(value, digits, out var length))
        {
            Field(bytes, digits[..length]);
        }
    }

    /// <summary>Microseconds since 1970, which is all that PostgreSQL keeps.</summary>
    protected static void Field(IBufferWriter<byte> bytes, DateTimeOffset at) => Field(bytes, (at - DateTimeOffset.UnixEpoch).Ticks / TicksPerMicrosecond);

    private static void Length(IBufferWriter<byte> bytes, long length)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(length, digits, out var written);
        bytes.Write(digits[..written]);
        bytes.Write(":"u8);
    }
}

/// <param name="Data">The payload: the text form of jsonb.</param>
internal sealed record EventItem(string Tenant, long Number, DateTimeOffset At, string Stream, long Version, string Type, bool Archived, byte[] Data)
    : ChainItem(Tenant, Number, At)
{
    public const string Columns = "seq_id, tenant_id, timestamp, stream_id, version, type, is_archived, data";

    public override string Kind => ChainKinds.Event;

    public static EventItem Read(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetBoolean(6), row.GetFieldValue<byte[]>(7));

    public override void WriteTo(IBufferWriter<byte> bytes)
    {
        Field(bytes, Kind);
        Field(bytes, Tenant);
        Field(bytes, Number);
        Field(bytes, At);
        Field(bytes, Stream);
        Field(bytes, Version);
        Field(bytes, Type);
        Field(bytes, Archived ? "true" : "false");
        Field(bytes, Data);
    }
}

/// <param name="Outcome">Its wire name.</param>
/// <param name="Diff">The text form of jsonb.</param>
internal sealed record EntryItem(
    string Tenant, long Number, DateTimeOffset At, string Actor, string? OnBehalfOf, string Action, string Subject, string? Service, string? Environment, string? Deployment,
    string Outcome, string? Reason, string Source, string? Address, long? Seen, long? Version, string? Diff)
    : ChainItem(Tenant, Number, At)
{
    public const string Columns =
        "number, tenant_id, at, actor, on_behalf_of, action, object, service, environment, deployment, outcome, reason, source, address, seen, version, diff";

    public override string Kind => ChainKinds.Entry;

    public static EntryItem Read(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), Text(row, 4), row.GetString(5), row.GetString(6), Text(row, 7), Text(row, 8),
        Text(row, 9), row.GetString(10), Text(row, 11), row.GetString(12), Text(row, 13), row.GetFieldValue<long?>(14), row.GetFieldValue<long?>(15), Text(row, 16));

    public override void WriteTo(IBufferWriter<byte> bytes)
    {
        Field(bytes, Kind);
        Field(bytes, Tenant);
        Field(bytes, Number);
        Field(bytes, At);
        Field(bytes, Actor);
        Field(bytes, OnBehalfOf);
        Field(bytes, Action);
        Field(bytes, Subject);
        Field(bytes, Service);
        Field(bytes, Environment);
        Field(bytes, Deployment);
        Field(bytes, Outcome);
        Field(bytes, Reason);
        Field(bytes, Source);
        Field(bytes, Address);
        Field(bytes, Seen);
        Field(bytes, Version);
        Field(bytes, Diff);
    }

    private static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}

/// <summary>The two kinds of link, as stored.</summary>
internal static class ChainKinds
{
    public const string Event = "event";
    public const string Entry = "audit";
}
