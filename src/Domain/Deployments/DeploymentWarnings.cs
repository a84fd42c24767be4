using Sluice.Domain.Analysis;
using Sluice.Domain.Freezes;
using Sluice.Domain.Planning;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>What is allowed, and may still surprise whoever asked for it.</summary>
public static class DeploymentWarnings
{
    private const string Waits = "The deployment waits in the queue and starts by itself when that is over.";

    /// <summary>Sentences for people, each naming the field; none when nothing surprises.</summary>
    public static ValueList<string> For(DeploymentRequest request)
    {
        var rollback = request.Rollback;
        var rules = CheckRule.For(request.Thresholds, rollback).Count;
        var triggers = rollback.OnErrorRate is not null || rollback.OnLatencyIncrease is not null;
        var warnings = new List<string>();
        if (!request.Analysis.Enabled)
        {
            warnings.Add(rules > 0
                ? "analysis.enabled is false: thresholds and rollback triggers are not looked at either. Phases end by time alone, and nothing goes back by itself."
                : "analysis.enabled is false: phases end by time alone, and nothing goes back by itself.");
        }
        else if (request.Analysis.Mode == AnalysisMode.Point && rules == 0)
        {
            warnings.Add("thresholds and rollback name no limit: nothing is judged. Phases end by time alone, and nothing goes back by itself.");
        }
        else if (request.Plan.Kind == PlanKind.Switch && (request.Analysis.Mode == AnalysisMode.MannWhitney || !CheckRule.For(request.Thresholds, rollback).Any(rule => !rule.Compares)))
        {
            warnings.Add("No limit judges the soak: after a switch nothing serves beside the release that it could be compared with. The soak ends by time alone, and nothing goes back by itself.");
        }
        else if (request.Analysis.Mode == AnalysisMode.MannWhitney && rules > 0)
        {
            warnings.Add("analysis.mode is mann_whitney: the score alone judges, thresholds and rollback triggers are not looked at.");
        }

        if (request.Analysis is { Enabled: true, Counters: { } limits } analysis && PlanBuilder.Build(request.Plan).Plan is { } plan)
        {
            var runs = Math.Max(limits.Count ?? 1, limits.ConsecutiveSuccessLimit ?? 1);
            var takes = analysis.FirstRunAfter + ((runs - 1) * analysis.Interval);
            var phases = plan.Phases.Index().Where(phase => phase.Item.EffectiveBudget < takes).Select(phase => phase.Index + 1).ToList();
            if (phases.Count > 0)
            {
                warnings.Add(FormattableString.Invariant(
                    $"analysis asks for {runs} runs, which takes {Durations.Format(takes)}: longer than the budget of phase {string.Join(", ", phases)}, which ends undecided."));
            }
        }

        warnings.AddRange(Users(request));
        if (request is { Plan: { Kind: PlanKind.Batches } batches, Analysis: { Enabled: true, OnInconclusive: OnInconclusive.AdvanceIfNoSuspicion } judging }
            && (batches.Hold ?? RollingRequest.Monitor) + (batches.Pause ?? TimeSpan.Zero) < judging.FirstRunAfter)
        {
            warnings.Add($"plan.hold and plan.pause are shorter than what the first look at the requests takes, {Durations.Format(judging.FirstRunAfter)}: a batch goes on when its instances answer their probe. Make plan.hold longer to have batches judged by requests.");
        }

        if (request.Strategy == DeploymentStrategy.Recreate)
        {
            warnings.Add("strategy recreate has downtime: nothing serves from the stop of the old instances until the new ones are ready, nor on the way back. Requests are answered with 503 meanwhile.");
        }

        warnings.AddRange(Mirrored(request));
        if (!rollback.Enabled && triggers)
        {
            warnings.Add("rollback.enabled is false: its triggers are not looked at. A threshold that fails pauses the deployment and leaves the traffic as it is.");
        }

        warnings.AddRange(Insisted(request));
        return warnings.ToValueList();
    }

    /// <summary>What somebody wants done against what is usual.</summary>
    public static IEnumerable<string> Insisted(DeploymentRequest request)
    {
        if (request.ForceRecreate)
        {
            yield return "force_recreate: instances are replaced even where the release runs the same as what is live. It is recorded with your name.";
        }

        if (request.SkipHealth)
        {
            yield return $"skip_health: no instance of the release is asked how it is. One that runs for {Durations.Format(Readiness.MonitorPeriod)} counts as ready, also when it answers with nothing but errors, and so it stays while the release serves. It is recorded with your name.";
        }
    }

    /// <summary>There is nothing to do, as things are now.</summary>
    public static ValueList<string> Unchanged(DeploymentRequest request, Service service, ServiceEnvironment place) =>
        !request.ForceRecreate
        && place.Live is { } live
        && service.Release(live) is { } running
        && DeploymentPreview.Compare(service, running, request) is { ChangesNothing: true }
            ? [request.Release == live
                ? FormattableString.Invariant($"Release {live} is live in {place.Spec.Name}: the deployment ends at once and changes nothing. With force_recreate its instances are replaced all the same.")
                : FormattableString.Invariant($"The release runs the same as release {live}, which is live in {place.Spec.Name}: the deployment ends at once and changes nothing. With force_recreate its instances are replaced all the same.")]
            : [];

    /// <summary>The release cannot start before its image was fetched again.</summary>
    public static ValueList<string> Fetched(DeploymentRequest request, Service service) => service.GoneImages.FirstOrDefault(gone => gone.Release == request.Release) is { } gone
        ? [FormattableString.Invariant($"The image of release {gone.Release} is not kept any more (since {gone.At.UtcDateTime:yyyy-MM-dd}): it is fetched again before the first instance starts, and the deployment fails where its registry does not have it any more.")]
        : [];

    /// <summary>What a comparison among some users, or of users who stay, cannot say.</summary>
    public static IEnumerable<string> Users(DeploymentRequest request)
    {
        var (users, compares) = (request.Plan.Users, request.Analysis is { Enabled: true, Mode: not AnalysisMode.Point });
        if (users is null || PlanBuilder.Build(request.Plan).Plan is not { } plan)
        {
            yield break;
        }

        if (users.Match.Count > 0 && request.Analysis.Enabled)
        {
            yield return plan.Phases.Any(phase => phase.Share < Share.All)
                ? "plan.match: only matched requests are counted and judged, and in phases below 100 % they are compared among themselves. At 100 % of them only limits judge: all others are another kind of users and nothing to compare with. What everybody else will meet after the promotion nobody has measured."
                : "plan.match: all matched users get the release at once, and only limits judge it: all others are another kind of users and nothing to compare with. A phase below 100 % shares the matched ones out by chance, so that they can be compared.";
        }

        if (users.Sticky is not null && compares)
        {
            yield return "plan.sticky: all requests of a user meet the same release, so a few users with many requests weigh much, and requests are less independent than they look. With few users set analysis.design_effect. Whether requests arrive in the shares that were set is not checked.";
        }
    }

    /// <summary>What copies of requests may do, and what they cannot say.</summary>
    public static IEnumerable<string> Mirrored(DeploymentRequest request)
    {
        if (request.Plan.Kind != PlanKind.Mirror)
        {
            yield break;
        }

        if (request.Plan.Mirror is { UnsafeMethods: true })
        {
            yield return "plan.mirror.unsafe_methods is true: the release really does what is asked a second time. Orders are placed twice, mails are sent twice, unless it works on data of its own or looks for the header Sluice-Mirrored.";
        }
        else
        {
            yield return "plan.mirror: only GET, HEAD and OPTIONS are copied, so writing is not tried before the switch. What a GET changes (sessions, counters, caches) is changed by the release as well.";
        }

        if (request.Analysis.Enabled && (request.Analysis.Mode == AnalysisMode.MannWhitney || !CheckRule.For(request.Thresholds, request.Rollback).Any(rule => !rule.Compares)))
        {
            yield return "No limit judges the soak: after the switch nothing serves beside the release that it could be compared with. The soak ends by time alone, and nothing goes back by itself.";
        }
    }

    /// <summary>Two releases run beside each other, and both can write to the same files.</summary>
    public static ValueList<string> Shared(DeploymentRequest request, Service service, ServiceEnvironment place)
    {
        var (live, desired) = (place.Live is { } number ? service.Release(number)?.Spec : null, request.NewRelease ?? (request.Release is { } asked ? service.Release(asked)?.Spec : null));
        var before = (live?.Container?.Volumes ?? []).Where(mount => mount.IsShared).Select(mount => mount.Source).ToHashSet(StringComparer.Ordinal);
        return (desired?.Container?.Volumes ?? []).Where(mount => mount.IsShared && before.Contains(mount.Source))
            .Select(mount => $"container.volumes: {mount.Source} can be written to by the release that is live and by this one, which run beside each other for a while.").ToValueList();
    }

    /// <summary>What is asked for would wait for the end of a freeze.</summary>
    public static ValueList<string> Frozen(DeploymentRequest request, ServiceEnvironment place, FreezeBook freezes) => (FrozenAtStart(request, place, freezes), request) switch
    {
        (null, _) => [],
        ({ } frozen, { StartAt: not null }) => [$"start_at lies in a freeze. {frozen.Sentence} {Waits}"],
        ({ } frozen, { AutoStart: true }) => [$"{frozen.Sentence} {Waits}"],
        ({ } frozen, _) => [frozen.Sentence],
    };

    /// <summary>What freezes the place when the deployment would start: at the time that it names, and else now.</summary>
    public static FreezeNotice? FrozenAtStart(DeploymentRequest request, ServiceEnvironment place, FreezeBook freezes) =>
        request.StartAt is { } at ? freezes.At(request.Service, place.Spec.Name, at) : place.Frozen;
}
