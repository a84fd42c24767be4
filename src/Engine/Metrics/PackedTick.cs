using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;

namespace Sluice.Engine.Metrics;

/// <summary>
/// The samples of one tick in a hundred bytes: half an hour of them is kept of every place, and as objects it would be seven times that.
/// A sample has counts, ages, copies and instances; stretches and metrics are of windows only.
/// </summary>
internal readonly struct PackedTick
{
    /// <summary>Names that successive ticks share at most; then they begin anew, or a place whose instances come and go would gather them.</summary>
    private const int MostNames = 128;
    private const int ArrayHeader = 24;

    private readonly long _at;
    private readonly byte[] _rows;
    private readonly string[] _instances;

    private PackedTick(long at, TimeSpan length, byte[] rows, string[] instances) => (_at, Length, _rows, _instances) = (at, length, rows, instances);

    /// <summary>End of the interval, UTC.</summary>
    public DateTimeOffset At => new(_at, TimeSpan.Zero);

    public TimeSpan Length { get; }

    /// <summary>Memory of the rows, with what every array takes for itself.</summary>
    public int Bytes => ArrayHeader + _rows.Length;

    public PackedRows Rows => new(_rows, _instances);

    /// <param name="before">The tick before, from which names, or all, are taken where they are the same; the default for none.</param>
    public static PackedTick Of(SampleTick tick, PackedTick before)
    {
        var instances = NamesOf(tick, before._instances ?? []);
        var rows = new NumberWriter();
        foreach (var sample in tick.Samples)
        {
            rows.Write(sample.Release);
            rows.Write(sample.Requests);
            rows.Write(sample.Errors);
            rows.Write(sample.ClientErrors);
            rows.Write(sample.Open);
            rows.Write(DetailsOf(sample, instances));
        }

        // A quiet place repeats itself.
        var isSame = before._rows is not null && rows.Written.SequenceEqual(before._rows);
        return new(tick.At.UtcTicks, tick.Samples.Count > 0 ? tick.Samples[0].Length : TimeSpan.Zero, isSame ? before._rows! : rows.Written.ToArray(), instances);
    }

    public SampleTick ToTick(PlaceKey place)
    {
        var samples = new List<Sample>(2);
        foreach (var row in Rows)
        {
            samples.Add(row.ToSample(At, Length));
        }

        return new(place, At, samples);
    }

    private static NumberWriter DetailsOf(Sample sample, string[] instances)
    {
        var details = new NumberWriter();
        details.WriteBuckets(sample.Latency.Span);
        details.WriteBuckets(sample.Detail.Aging.Span);
        WriteMirrored(details, sample.Detail.Mirrored);
        foreach (var replica in sample.Detail.Replicas)
        {
            details.Write(Array.IndexOf(instances, replica.Id));
            details.Write(replica.Requests);
            details.Write(replica.Errors);
        }

        return details;
    }

    /// <summary>Whether there are any comes first.</summary>
    private static void WriteMirrored(NumberWriter details, MirroredCounts? mirrored)
    {
        details.Write(mirrored is null ? 0 : 1);
        if (mirrored is not null)
        {
            details.Write(mirrored.Requests);
            details.Write(mirrored.Errors);
            details.Write(mirrored.ClientErrors);
            details.Write(mirrored.Open);
            details.WriteBuckets(mirrored.Latency.Span);
            details.WriteBuckets(mirrored.Aging.Span);
        }
    }

    private static string[] NamesOf(SampleTick tick, string[] known)
    {
        var names = tick.Samples.SelectMany(sample => sample.Detail.Replicas, (_, replica) => replica.Id).ToHashSet(StringComparer.Ordinal);
        names.ExceptWith(known);
        return names.Count == 0 ? known
            : known.Length + names.Count <= MostNames ? [.. known, .. names]
            : [.. tick.Samples.SelectMany(sample => sample.Detail.Replicas, (_, replica) => replica.Id).Distinct(StringComparer.Ordinal)];
    }
}

/// <summary>One release after another of a <see cref="PackedTick"/>.</summary>
internal ref struct PackedRows(ReadOnlySpan<byte> rows, string[] instances)
{
    private NumberReader _rows = new(rows);

    public PackedRow Current { get; private set; }

    public readonly PackedRows GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rows.IsAtEnd)
        {
            return false;
        }

        Current = new(ref _rows, instances);
        return true;
    }
}

/// <summary>What one release did in a tick. Details are read when they are asked for.</summary>
internal readonly ref struct PackedRow
{
    private readonly NumberReader _details;
    private readonly string[] _instances;

    public PackedRow(scoped ref NumberReader rows, string[] instances)
    {
        (Release, Requests, Errors, ClientErrors, Open) = ((int)rows.Read(), rows.Read(), rows.Read(), rows.Read(), rows.Read());
        _details = rows.ReadOthers();
        _instances = instances;
    }

    public int Release { get; }

    public long Requests { get; }

    public long Errors { get; }

    public long ClientErrors { get; }

    public long Open { get; }

    public void AddTo(Span<long> latency, ArmDetailSum sum)
    {
        var details = _details;
        details.AddBuckets(latency);
        details.AddBuckets(sum.Aging);
        if (details.Read() == 1)
        {
            sum.Mirrored.Add(details.Read(), details.Read(), details.Read(), details.Read());
            details.AddBuckets(sum.Mirrored.Latency);
            details.AddBuckets(sum.Mirrored.Aging);
        }

        while (!details.IsAtEnd)
        {
            sum.Add(_instances[details.Read()], details.Read(), details.Read());
        }
    }

    public Sample ToSample(DateTimeOffset at, TimeSpan length)
    {
        var details = _details;
        var (latency, aging) = (details.ReadBuckets(LatencyBounds.BucketCount), details.ReadBuckets(LatencyBounds.BucketCount));
        var mirrored = details.Read() == 1
            ? new MirroredCounts(details.Read(), details.Read(), details.Read(), details.Read(), details.ReadBuckets(LatencyBounds.BucketCount), details.ReadBuckets(LatencyBounds.BucketCount))
            : null;
        var replicas = new List<InstanceCounts>();
        while (!details.IsAtEnd)
        {
            replicas.Add(new(_instances[details.Read()], details.Read(), details.Read()));
        }

        return new(at, length, Release, Requests, Errors, ClientErrors, Open, latency)
        {
            Detail = aging is null && mirrored is null && replicas.Count == 0 ? ArmDetail.None : new() { Aging = aging, Mirrored = mirrored, Replicas = replicas.ToValueList() },
        };
    }
}
