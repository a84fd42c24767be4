namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// How many requests count as one independent one, measured where nothing should differ: between stable replicas. Sticky sessions, retries, batches and unequal replicas make
/// counts scatter more than independent requests would.
/// </summary>
/// <remarks>
/// Pearson's index of dispersion: McCullagh, Nelder, "Generalized linear models", §4.5; its use as a variance inflation: Wedderburn (1974). The variance of a new observation against an estimated
/// spread: Student (1908). An estimate, not a bound.
/// </remarks>
public sealed class DesignEffect
{
    private const double PersistentBelow = 0.01;
    private readonly double[] _requests;
    private readonly double[] _bad;
    private readonly double _setting;
    private double _scatter;
    private double _degrees;
    private double _telling;

    /// <param name="replicas">The most stable replicas that are told apart, 1 or more; further ones are left out.</param>
    /// <param name="setting">What an operator knows, 1 or more, used while fewer than two replicas can be compared, and never undercut; anything else counts as 1.</param>
    public DesignEffect(int replicas, double setting = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        _requests = new double[replicas];
        _bad = new double[replicas];
        _setting = setting > 1 && double.IsFinite(setting) ? setting : 1;
    }

    /// <summary>From the strata so far; it is meant for the next one. Never throws, never allocates.</summary>
    public DesignEffectEstimate Current
    {
        get
        {
            if (_degrees == 0)
            {
                return new(_setting, DesignEffectSource.Setting);
            }

            // Independent requests give an index of 1 whatever a stratum's total is, except that one without bad requests, or without good ones, cannot scatter: counted, it would hide
            // the scatter of the others.
            var within = _telling > 0 ? _scatter / _telling * (1 + (2 * Math.Sqrt(2 / _telling))) : 0;
            var between = Between();
            var highest = Math.Max(_setting, Math.Max(within, between));
            var source = highest > _setting ? (between > within ? DesignEffectSource.BetweenReplicas : DesignEffectSource.WithinStrata) : DesignEffectSource.NotAboveSetting;
            return new(highest, source);
        }
    }

    /// <summary>Scatter between replicas inside strata against that of independent requests, before inflation: about 1 when nothing depends; 0 before there is data.</summary>
    public double PearsonIndex => _degrees > 0 ? _scatter / _degrees : 0;

    public int StateLength => 3 + (2 * _requests.Length);

    /// <summary>Takes in one stratum of the stable arm.</summary>
    /// <param name="replicas">The same replica at the same place in every stratum. Replicas without requests and counts that cannot be true are left out.</param>
    public void Observe(ReadOnlySpan<ReplicaCounts> replicas)
    {
        replicas = replicas[..Math.Min(replicas.Length, _requests.Length)];
        var (requests, bad, used) = (0.0, 0.0, 0);
        for (var i = 0; i < replicas.Length; i++)
        {
            if (replicas[i].IsUsed)
            {
                requests += replicas[i].Requests;
                bad += replicas[i].Bad;
                _requests[i] += replicas[i].Requests;
                _bad[i] += replicas[i].Bad;
                used++;
            }
        }

        if (used < 2)
        {
            return;
        }

        _degrees += used - 1;
        _telling += bad > 0 && bad < requests ? used - 1 : 0;
        foreach (var replica in replicas)
        {
            _scatter += replica.IsUsed ? Scatter(replica.Requests, replica.Bad, bad / requests) : 0;
        }
    }

    /// <summary>Another replica takes this place: what the former one counted over time is no longer compared.</summary>
    /// <param name="replica">0 or more; places that are not told apart are ignored.</param>
    public void Replace(int replica)
    {
        if (replica >= 0 && replica < _requests.Length)
        {
            (_requests[replica], _bad[replica]) = (0, 0);
        }
    }

    /// <summary>Writes the state, exactly.</summary>
    public void Save(Span<double> state)
    {
        (state[0], state[1], state[2]) = (_scatter, _degrees, _telling);
        _requests.CopyTo(state[3..]);
        _bad.CopyTo(state[(3 + _requests.Length)..]);
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        (_scatter, _degrees, _telling) = (state[0], state[1], state[2]);
        state.Slice(3, _requests.Length).CopyTo(_requests);
        state.Slice(3 + _requests.Length, _bad.Length).CopyTo(_bad);
    }

    /// <summary>The index on everything counted so far, where differences that last add up; 0 unless chance alone would rarely explain it.</summary>
    private double Between()
    {
        var (requests, bad, used) = (0.0, 0.0, 0);
        for (var i = 0; i < _requests.Length; i++)
        {
            requests += _requests[i];
            bad += _bad[i];
            used += _requests[i] > 0 ? 1 : 0;
        }

        if (used < 2)
        {
            return 0;
        }

        double scatter = 0;
        for (var i = 0; i < _requests.Length; i++)
        {
            scatter += _requests[i] > 0 ? Scatter(_requests[i], _bad[i], bad / requests) : 0;
        }

        return ChiSquare.Above(scatter, used - 1) < PersistentBelow ? scatter / (used - 1) * NewReplica(used - 1) : 0;
    }

    /// <summary>The canary is one more replica, held against a spread that is itself estimated: it scatters as Student's t, whose variance is above 1.</summary>
    private static double NewReplica(double degrees) => degrees > 3 ? degrees / (degrees - 2) : 3;

    private static double Scatter(double requests, double bad, double rate)
    {
        var expected = requests * rate;
        return rate is > 0 and < 1 ? (bad - expected) * (bad - expected) / (expected * (1 - rate)) : 0;
    }
}
