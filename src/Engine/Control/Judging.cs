using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Metrics;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Control;

/// <summary>What the analysis of a place last said.</summary>
internal readonly record struct Judged(Verdict? Verdict, Share? ServedCanary, DateTimeOffset? NextRunAt);

/// <summary>Runs the analysis at its interval whenever the canary may have traffic, also while paused: the guards never sleep.</summary>
internal sealed class Judging(PlaceKey place, ControlParts parts)
{
    /// <summary>Without a sample for so long there is none to wait for.</summary>
    private static readonly TimeSpan s_oldestNews = TimeSpan.FromSeconds(5);

    private readonly EvidenceKeeping _evidence = new(place, parts);
    private Exposure? _exposure;
    private DateTimeOffset? _nextRunAt;
    private Verdict? _verdict;
    private DateTimeOffset _recordedTo;

    /// <param name="reading">What the router does now; null when it cannot be asked.</param>
    public async Task<Judged> RunAsync(PlaceView view, RouteReading? reading, CancellationToken ct)
    {
        var now = parts.Time.GetUtcNow();
        if (view.Active is not { } active || Exposure.Of(active, reading, _exposure, now) is not { } exposure)
        {
            (_exposure, _nextRunAt, _verdict) = (null, null, null);
            return default;
        }

        var settings = active.Spec.Analysis;
        if (_exposure is null || !exposure.Continues(_exposure))
        {
            _nextRunAt = exposure.Since + settings.FirstRunAfter;
            _verdict = null;
            _recordedTo = now - exposure.Since < settings.FirstRunAfter ? exposure.Since : now;
        }

        _exposure = exposure;
        if (active.IsJudged && now >= _nextRunAt)
        {
            await JudgeAsync(active, exposure, now, ct);

            // A run that was missed is not made up for: the next one is an interval from now.
            _nextRunAt = now + settings.Interval;
        }

        return new(_verdict, Served(active, exposure.Since, now), active.IsJudged ? _nextRunAt : null);
    }

    /// <summary>The window stays within it: evidence must come from the present exposure.</summary>
    private async Task JudgeAsync(Deployment active, Exposure exposure, DateTimeOffset now, CancellationToken ct)
    {
        var from = now - active.Spec.Analysis.Lookback is var back && back > exposure.Since ? back : exposure.Since;
        var stable = exposure.Canary is { } canary && canary < Share.All ? active.Stable?.Release : null;
        var measurement = await MeasureAsync(active, stable, from, now, ct);
        var assessment = await RecordAsync(active, exposure, stable, (measurement as Measurement.Seen)?.Stable, now, ct);
        _verdict = active.JudgeNext(measurement, assessment);
        if (assessment is not null && _verdict is { Kind: VerdictKind.RollBack, Evidence: not null })
        {
            assessment = await _evidence.ExplainAsync(active, assessment, ct);
            _verdict = active.JudgeNext(measurement, assessment);
        }

        await parts.Bus.SendAsync(place.Tenant, active.Id, new DeploymentCommand.Judge(active.Phase, measurement, assessment), CommandContext.Engine, ct);
    }

    /// <summary>The interval counts of both arms, before the decision that rests on them.</summary>
    /// <returns>How the evidence stands; null when nothing could be counted.</returns>
    private async Task<Assessment?> RecordAsync(Deployment active, Exposure exposure, int? stable, ArmWindow? shown, DateTimeOffset now, CancellationToken ct)
    {
        if (exposure.Canary is not { } share
            || await MeasureAsync(active, stable, _recordedTo, now, ct) is not Measurement.Seen seen)
        {
            return null;
        }

        // A sample that is still being taken belongs to the next interval: cut where the counts end, or every cut would lose one.
        var hasNews = seen.To > _recordedTo;
        if (!hasNews && now - _recordedTo < s_oldestNews)
        {
            return await _evidence.StandAsync(active, stable, shown, ct);
        }

        var until = hasNews ? seen.To : now;
        var assessment = await _evidence.TakeInAsync(active, stable, new(exposure.Phase, _recordedTo, until, active.CurrentPhase is { Mirror: not null } phase ? phase.Compared : share, seen.Stable, seen.Canary), shown, ct);
        _recordedTo = until;
        return assessment;
    }

    private async Task<Measurement> MeasureAsync(Deployment active, int? stable, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var measurement = await parts.Metrics.MeasureAsync(place, stable, active.Spec.ToRelease, from, to, ct);
        return active.CurrentPhase is { Mirror: not null } ? MirroredMeasurement.Of(measurement) : measurement;
    }

    private Share? Served(Deployment active, DateTimeOffset since, DateTimeOffset now)
    {
        var from = now - active.Spec.Analysis.Lookback is var back && back > since ? back : since;
        var requests = parts.Samples.RequestsSince(place, from);
        var all = requests.Values.Sum();
        return all == 0 ? null : Share.FromTenths((int)Math.Round(1000.0 * requests.GetValueOrDefault(active.Spec.ToRelease) / all));
    }
}
