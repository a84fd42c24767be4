using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Engine.Metrics.Served;

/// <summary>
/// A minute in some sixty bytes. It knows its minute within the hour and its own length, so that the minutes of an hour put behind each other are an hour.
/// Open requests, copies and ages are left out: nothing that looks back asks for them.
/// </summary>
internal static class PackedMinute
{
    /// <summary>Whether instances differ can be told of two or more.</summary>
    private const int FewestInstances = 2;

    public static byte[] Pack(ServedMinute minute)
    {
        var (packed, counts, window) = (new NumberWriter(), new NumberWriter(), minute.Window);
        counts.Write(minute.From.Minute);
        counts.Write((long)Math.Round(window.Length.TotalMilliseconds));
        counts.Write(window.Requests);
        counts.Write(window.Errors);
        counts.Write(window.ClientErrors);
        counts.WriteBuckets(window.Latency.Span);
        if (window.Detail.Replicas.Count >= FewestInstances)
        {
            foreach (var replica in window.Detail.Replicas)
            {
                counts.Write(NumberOf(replica.Id));
                counts.Write(replica.Requests);
                counts.Write(replica.Errors);
            }
        }

        packed.Write(counts);
        return packed.Written.ToArray();
    }

    /// <param name="at">Any instant of their hour.</param>
    public static IReadOnlyList<ServedMinute> Unpack(DateTimeOffset at, ReadOnlySpan<byte> packed)
    {
        var hour = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var minutes = new List<ServedMinute>();
        for (var reader = new NumberReader(packed); !reader.IsAtEnd;)
        {
            minutes.Add(Read(hour, reader.ReadOthers()));
        }

        return minutes;
    }

    private static ServedMinute Read(DateTimeOffset hour, NumberReader counts)
    {
        var (from, length) = (hour.AddMinutes(counts.Read()), TimeSpan.FromMilliseconds(counts.Read()));
        var (requests, errors, clientErrors) = (counts.Read(), counts.Read(), counts.Read());
        var latency = counts.ReadBuckets(LatencyBounds.BucketCount);
        var replicas = new List<InstanceCounts>();
        while (!counts.IsAtEnd)
        {
            replicas.Add(new(counts.Read().ToString("x", CultureInfo.InvariantCulture), counts.Read(), counts.Read()));
        }

        return new(from, new(length, requests, errors, clientErrors, Open: 0, latency) { Detail = replicas.Count == 0 ? ArmDetail.None : new() { Replicas = replicas.ToValueList() } });
    }

    /// <summary>Instances need only be told apart: 27 bits are four bytes here, and two of a place's few instances meet in none of a million places.</summary>
    private static uint NumberOf(string id) => BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id))) >> 5;
}
