using System.Runtime.InteropServices;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The instances of stable, each at a place of its own from interval to interval, and what their scatter says about the dependence between requests.</summary>
/// <param name="setting">What an operator knows: requests per independent one, 1 or more.</param>
internal sealed class StableReplicas(double setting)
{
    /// <summary>So many are told apart; when there are more, those that were seen last.</summary>
    private const int Most = 32;

    /// <summary>Intervals after which an instance counts as gone: compared with its successors it would tell of other times, not of other instances.</summary>
    private const int GoneAfter = 30;

    private readonly DesignEffect _effect = new(Most, setting);

    // As numbers, for the state is made of them; 0 is a free place.
    private readonly double[] _ids = new double[Most];
    private readonly double[] _seen = new double[Most];
    private double _intervals;

    /// <summary>From the intervals so far; it is meant for the next one.</summary>
    public DesignEffectEstimate Current => _effect.Current;

    public int StateLength => 1 + (2 * Most) + _effect.StateLength;

    /// <summary>Takes in what stable did before the canary: without any past, the first cluster of errors would be judged as independent requests.</summary>
    public void Begin(ArmWindow before)
    {
        foreach (var stretch in before.Detail.Stretches)
        {
            Observe(stretch);
        }
    }

    /// <summary>Takes in one interval. Never allocates.</summary>
    public void Observe(ValueList<InstanceCounts> replicas)
    {
        _intervals++;
        Forget();
        Span<ReplicaCounts> counts = stackalloc ReplicaCounts[Most];
        counts.Clear();
        for (var i = 0; i < replicas.Count; i++)
        {
            var replica = replicas[i];
            if (PlaceOf(NumberOf(replica.Id)) is { } place)
            {
                counts[place] = new(replica.Requests, replica.Errors);
            }
        }

        _effect.Observe(counts);
    }

    public void Save(Span<double> state)
    {
        state[0] = _intervals;
        _ids.CopyTo(state[1..]);
        _seen.CopyTo(state[(1 + Most)..]);
        _effect.Save(state[(1 + (2 * Most))..]);
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        _intervals = state[0];
        state.Slice(1, Most).CopyTo(_ids);
        state.Slice(1 + Most, Most).CopyTo(_seen);
        _effect.Restore(state[(1 + (2 * Most))..]);
    }

    private void Forget()
    {
        for (var place = 0; place < Most; place++)
        {
            if (_ids[place] != 0 && _intervals - _seen[place] > GoneAfter)
            {
                _effect.Replace(place);
                (_ids[place], _seen[place]) = (0, 0);
            }
        }
    }

    /// <summary>Null when all places are taken by instances of the same interval.</summary>
    private int? PlaceOf(double id)
    {
        var place = Array.IndexOf(_ids, id);
        if (place < 0)
        {
            place = _seen.AsSpan().IndexOf(_seen.Min());
            if (_seen[place] == _intervals)
            {
                return null;
            }

            _effect.Replace(place);
            _ids[place] = id;
        }

        _seen[place] = _intervals;
        return place;
    }

    /// <summary>The same in every process; 52 bits, which a double holds exactly, and never 0. FNV-1a (Fowler, Noll, Vo, 1991).</summary>
    private static double NumberOf(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in MemoryMarshal.AsBytes(id.AsSpan()))
        {
            hash = (hash ^ part) * 1099511628211UL;
        }

        return (hash >> 12) + 1;
    }
}
