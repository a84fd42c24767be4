using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis;

/// <summary>Adds ages and instances of successive windows up to those of the whole. Not safe for several threads.</summary>
public sealed class ArmDetailSum
{
    private readonly Dictionary<string, (long Requests, long Errors)> _replicas = new(StringComparer.Ordinal);
    private long[]? _aging;
    private MirroredSum? _mirrored;

    /// <summary>Of the requests that were copied, to be added to.</summary>
    public MirroredSum Mirrored => _mirrored ??= new();

    /// <summary>Per bucket of <see cref="LatencyBounds"/>, to be added to.</summary>
    public Span<long> Aging => _aging ??= new long[LatencyBounds.BucketCount];

    public ArmDetail Total
    {
        get
        {
            var aging = _aging.AsSpan().ContainsAnyExcept(0) ? _aging : null;
            return aging is null && _replicas.Count == 0 && _mirrored is null ? ArmDetail.None : new()
            {
                Aging = aging,
                Mirrored = _mirrored?.Total,
                Replicas = _replicas.OrderBy(replica => replica.Key, StringComparer.Ordinal)
                    .Select(replica => new InstanceCounts(replica.Key, replica.Value.Requests, replica.Value.Errors)).ToValueList(),
            };
        }
    }

    public void Add(ArmDetail detail)
    {
        var aging = detail.Aging.Span;
        for (var i = 0; i < aging.Length; i++)
        {
            Aging[i] += aging[i];
        }

        if (detail.Mirrored is { } mirrored)
        {
            Mirrored.Add(mirrored);
        }

        Add(detail.Replicas);
    }

    public void Add(ValueList<InstanceCounts> replicas)
    {
        for (var i = 0; i < replicas.Count; i++)
        {
            Add(replicas[i].Id, replicas[i].Requests, replicas[i].Errors);
        }
    }

    /// <summary>One instance, under its id.</summary>
    public void Add(string replica, long requests, long errors)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_replicas, replica, out _);
        sum = (sum.Requests + requests, sum.Errors + errors);
    }
}
