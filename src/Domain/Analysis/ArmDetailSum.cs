namespace Sluice.Domain.Analysis;

/// <summary>Adds the details of successive windows up to those of the whole. Not safe for several threads.</summary>
public sealed class ArmDetailSum
{
    private readonly SortedDictionary<string, InstanceCounts> _replicas = new(StringComparer.Ordinal);
    private long[]? _aging;

    public ArmDetail Total
    {
        get
        {
            var aging = _aging.AsSpan().ContainsAnyExcept(0) ? _aging : null;
            return aging is null && _replicas.Count == 0 ? ArmDetail.None : new() { Aging = aging, Replicas = _replicas.Values.ToValueList() };
        }
    }

    public void Add(ArmDetail detail)
    {
        if (!detail.Aging.IsEmpty)
        {
            _aging ??= new long[LatencyBounds.BucketCount];
            var aging = detail.Aging.Span;
            for (var i = 0; i < aging.Length; i++)
            {
                _aging[i] += aging[i];
            }
        }

        foreach (var replica in detail.Replicas)
        {
            var before = _replicas.GetValueOrDefault(replica.Id);
            _replicas[replica.Id] = new(replica.Id, replica.Requests + (before?.Requests ?? 0), replica.Errors + (before?.Errors ?? 0));
        }
    }
}
