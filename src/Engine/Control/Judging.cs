using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Metrics;

namespace Sluice.Engine.Control;

/// <summary>What the analysis of a place last said.</summary>
internal readonly record struct Judged(Verdict? Verdict, Share? ServedCanary, DateTimeOffset? NextRunAt);

/// <summary>Runs the analysis at its interval whenever the canary may have traffic, also while paused: the guards never sleep.</summary>
internal sealed class Judging(PlaceKey place, ControlParts parts)
{
    private (DeploymentId Deployment, int Phase)? _about;
    private DateTimeOffset? _nextRunAt;
    private Verdict? _verdict;
    private DateTimeOffset _recordedTo;

    public async Task<Judged> RunAsync(PlaceView view, CancellationToken ct)
    {
        if (view.Active is not { CanaryHasTraffic: true } active || active.Phases[active.Phase].SetAt is not { } setAt)
        {
            (_about, _nextRunAt, _verdict) = (null, null, null);
            return default;
        }

        var now = parts.Time.GetUtcNow();
        var settings = active.Spec.Analysis;
        if (_about != (active.Id, active.Phase))
        {
            _about = (active.Id, active.Phase);
            _nextRunAt = setAt + settings.Interval;
            _verdict = null;
            _recordedTo = now - setAt < settings.Interval ? setAt : now;
        }

        if (active.IsJudged && now >= _nextRunAt)
        {
            await JudgeAsync(active, setAt, now, ct);

            // A run that was missed is not made up for: the next one is an interval from now.
            _nextRunAt = now + settings.Interval;
        }

        return new(_verdict, Served(active, setAt, now), active.IsJudged ? _nextRunAt : null);
    }

    /// <summary>The window stays within the phase: evidence must come from the present exposure.</summary>
    private async Task JudgeAsync(Deployment active, DateTimeOffset setAt, DateTimeOffset now, CancellationToken ct)
    {
        var from = now - active.Spec.Analysis.Lookback is var back && back > setAt ? back : setAt;
        var stable = active.Set is { } set && set.Stable > Share.None ? active.Stable?.Release : null;
        var measurement = await parts.Metrics.MeasureAsync(place, stable, active.Spec.ToRelease, from, now, ct);
        _verdict = active.JudgeNext(measurement);
        await RecordAsync(active, stable, now, ct);
        await parts.Bus.SendAsync(place.Tenant, active.Id, new DeploymentCommand.Judge(active.Phase, measurement), CommandContext.Engine, ct);
    }

    /// <summary>The interval counts of both arms, before the decision that rests on them.</summary>
    private async Task RecordAsync(Deployment active, int? stable, DateTimeOffset now, CancellationToken ct)
    {
        if (active.Set is not { } set
            || await parts.Metrics.MeasureAsync(place, stable, active.Spec.ToRelease, _recordedTo, now, ct) is not Measurement.Seen seen)
        {
            return;
        }

        var strata = new List<Stratum> { Of(active.Spec.ToRelease, ArmRole.Canary, set.Canary, seen.Canary) };
        if (seen.Stable is { } counted)
        {
            strata.Add(Of(stable!.Value, ArmRole.Stable, set.Stable, counted));
        }

        await parts.Strata.AppendAsync(strata, ct);
        _recordedTo = now;

        Stratum Of(int release, ArmRole role, Share share, ArmWindow arm) =>
            new(place, active.Id, active.Phase, _recordedTo, now, release, role, share, arm.Requests, arm.Errors, arm.ClientErrors, arm.Open, arm.Latency);
    }

    private Share? Served(Deployment active, DateTimeOffset setAt, DateTimeOffset now)
    {
        var from = now - active.Spec.Analysis.Lookback is var back && back > setAt ? back : setAt;
        long canary = 0, all = 0;
        foreach (var sample in parts.Samples.Since(place, from).SelectMany(tick => tick.Samples))
        {
            all += sample.Requests;
            canary += sample.Release == active.Spec.ToRelease ? sample.Requests : 0;
        }

        return all == 0 ? null : Share.FromTenths((int)Math.Round(1000.0 * canary / all));
    }
}
