using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;

namespace Sluice.Engine.Control;

/// <summary>
/// Keeps the ledger of the deployment under way beside its strata: what was stored and what was judged are the same, also when this process ends in between.
/// </summary>
internal sealed class EvidenceKeeping(PlaceKey place, ControlParts parts)
{
    private readonly List<Interval> _recent = [];
    private DeploymentId? _about;
    private EvidenceLedger? _ledger;
    private string _hash = string.Empty;

    /// <summary>Stores an interval with the evidence that follows from it, then answers how things stand.</summary>
    /// <param name="shown">What people are shown of stable; null when there is no stable arm.</param>
    /// <exception cref="Store.StoreUnavailableException">Nothing was stored, or it is not known; the interval is taken up again from the database.</exception>
    public async Task<Assessment> TakeInAsync(Deployment active, int? stable, Interval interval, ArmWindow? shown, CancellationToken ct)
    {
        try
        {
            var ledger = await LedgerAsync(active, stable, ct);
            interval = interval with { From = AsStored(interval.From), To = AsStored(interval.To) };
            ledger.Observe(interval);
            var hash = EvidenceHash.Chain(_hash, interval.Stable, interval.Canary);
            var state = new double[ledger.StateLength];
            ledger.Save(state);
            await parts.Strata.AppendAsync(Strata(active, stable, interval), new EvidenceState(interval.To, hash, state), ct);
            _hash = hash;
            Remember(active, interval);
            return Stand(ledger, shown);
        }
        catch
        {
            // What the database has is what counts.
            (_about, _ledger) = (null, null);
            throw;
        }
    }

    /// <summary>How things stand, with nothing new to take in.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<Assessment> StandAsync(Deployment active, int? stable, ArmWindow? shown, CancellationToken ct) => Stand(await LedgerAsync(active, stable, ct), shown);

    /// <summary>The same with what only a decision needs: it goes through all intervals many times.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<Assessment> ExplainAsync(Deployment active, Assessment assessment, CancellationToken ct)
    {
        var intervals = Intervals.From(await parts.Strata.ReadAsync(place.Tenant, active.Id, ct));
        return assessment with { ErrorsAtLeast = ErrorBounds.AtLeast(active.Spec.LedgerTerms, intervals) };
    }

    /// <summary>The database keeps whole microseconds; what is judged must be what can be read again.</summary>
    private static DateTimeOffset AsStored(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    private Assessment Stand(EvidenceLedger ledger, ArmWindow? shown) => ledger.Assess(_hash, shown) with { Recent = _recent.ToValueList() };

    /// <summary>Only for the mode that compares intervals themselves: they are large.</summary>
    private void Remember(Deployment active, Interval interval)
    {
        if (active.Spec.Analysis.Mode == AnalysisMode.MannWhitney)
        {
            _recent.Add(interval);
            _recent.RemoveAll(old => old.Phase != interval.Phase || old.CanaryShare != interval.CanaryShare || old.To <= interval.To - active.Spec.Analysis.Lookback);
        }
    }

    private async Task<EvidenceLedger> LedgerAsync(Deployment active, int? stable, CancellationToken ct)
    {
        if (_about == active.Id && _ledger is { } known)
        {
            return known;
        }

        var stored = Intervals.From(await parts.Strata.ReadAsync(place.Tenant, active.Id, ct));
        var before = stored.FirstOrDefault(interval => interval.Phase == Interval.BeforeTheCanary);
        if (stored.Count == 0)
        {
            before = await BeforeAsync(active, stable, ct);
            await parts.Strata.AppendAsync(Strata(active, stable, before), state: null, ct);
        }

        var ledger = new EvidenceLedger(active.Spec.LedgerTerms, before?.Stable ?? ArmWindow.Empty);
        if (await parts.Strata.FindStateAsync(place.Tenant, active.Id, ct) is { } state && state.Values.Count == ledger.StateLength)
        {
            ledger.Restore([.. state.Values]);
            _hash = state.Hash;
        }
        else
        {
            _hash = Intervals.Replay(stored, ledger);
        }

        _recent.Clear();
        if (active.Spec.Analysis.Mode == AnalysisMode.MannWhitney)
        {
            _recent.AddRange(stored.Where(interval => interval.Phase == active.Phase));
        }

        (_about, _ledger) = (active.Id, ledger);
        return ledger;
    }

    private async Task<Interval> BeforeAsync(Deployment active, int? stable, CancellationToken ct)
    {
        var until = active.Phases.Select(phase => phase.SetAt).FirstOrDefault(at => at is not null) ?? parts.Time.GetUtcNow();
        var before = new StableBefore(parts.Metrics, place, stable, active.Spec.ToRelease);
        return new(
            Interval.BeforeTheCanary, until - StableBefore.Reach, until, Share.None, await before.SeenAsync(until, active.Spec.Analysis.Interval, ct) ?? ArmWindow.Empty, ArmWindow.Empty);
    }

    private List<Stratum> Strata(Deployment active, int? stable, Interval interval)
    {
        var now = parts.Time.GetUtcNow();
        var strata = new List<Stratum> { Of(active.Spec.ToRelease, ArmRole.Canary, interval.CanaryShare, interval.Canary) };
        if (interval.Stable is { } counted && stable is { } release)
        {
            strata.Add(Of(release, ArmRole.Stable, Share.FromTenths(Share.All.Tenths - interval.CanaryShare.Tenths), counted));
        }

        return strata;

        Stratum Of(int release, ArmRole role, Share share, ArmWindow arm) =>
            new(place, active.Id, interval.Phase, interval.From, interval.To, release, role, share, arm.Requests, arm.Errors, arm.ClientErrors, arm.Open, arm.Latency)
            {
                Detail = arm.Detail,
                RecordedAt = now,
            };
    }
}
