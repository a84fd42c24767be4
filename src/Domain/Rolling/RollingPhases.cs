using System.Globalization;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Rolling;

/// <summary>
/// The batches of a rolling update as phases: each adds instances of the new release, and its share is theirs among all that serve.
/// Recreating is the update whose only batch may lack everything meanwhile.
/// </summary>
internal static class RollingPhases
{
    private const int Most = 100;

    public static IEnumerable<Phase> Build(PlanRequest request, List<FieldError> errors)
    {
        var asked = request.Rolling ?? new();
        Check(asked.Parallelism, "plan.parallelism", 1, errors);
        Check(asked.MaxSurge, "plan.max_surge", 0, errors);
        Check(asked.MaxUnavailable, "plan.max_unavailable", 0, errors);
        if (asked.Order is { } order && !Enum.IsDefined(order))
        {
            errors.Add(new("plan.order", order.ToString("D"), "start_first or stop_first"));
        }

        if (request.Kind == PlanKind.Recreate && asked != new RollingRequest())
        {
            errors.Add(new("plan", "parallelism, max_surge, max_unavailable or order", "nothing of them: recreate stops everything and then starts everything"));
        }

        if (errors.Count == 0 && LimitsOf(request) is { MaxSurge: 0, MaxUnavailable: 0 })
        {
            errors.Add(new("plan.max_unavailable", "0, with a max_surge of 0", "1 or more for one of the two: otherwise no instance can be replaced"));
        }

        return errors.Count > 0 ? [] : Batches(request).Select(instances => new Phase(ShareOf(instances, request), request.Hold ?? RollingRequest.Monitor)
        {
            Gap = PhaseGap.Timed(request.Pause ?? TimeSpan.Zero),
            Instances = instances,
        });
    }

    public static RollingLimits LimitsOf(PlanRequest request)
    {
        var asked = request.Rolling ?? new();
        if (request.Kind == PlanKind.Recreate)
        {
            return new(request.Instances, MaxSurge: 0, MaxUnavailable: Most);
        }

        var (batch, stopsFirst) = (asked.Parallelism ?? RollingRequest.DefaultParallelism, (asked.Order ?? request.UsualOrder) == UpdateOrder.StopFirst);
        return new(request.Instances, asked.MaxSurge ?? (stopsFirst ? 0 : batch), asked.MaxUnavailable ?? (stopsFirst ? batch : 0));
    }

    /// <summary>How many of the old release are left beside so many of the new one: the same part of it that the new one still lacks, rounded up.</summary>
    public static int OldBeside(int instances, RollingLimits limits, int old) =>
        (int)Math.Ceiling((decimal)old * (limits.Instances - instances) / limits.Instances);

    private static IEnumerable<int> Batches(PlanRequest request)
    {
        var size = request.Kind == PlanKind.Recreate ? request.Instances : request.Rolling?.Parallelism ?? RollingRequest.DefaultParallelism;
        for (var done = size; done < request.Instances; done += size)
        {
            yield return done;
        }

        yield return request.Instances;
    }

    private static Share ShareOf(int instances, PlanRequest request)
    {
        var old = OldBeside(instances, LimitsOf(request), request.InstancesNow ?? request.Instances);
        return Share.FromTenths((int)Math.Round(1000m * instances / (instances + old)));
    }

    private static void Check(int? number, string field, int least, List<FieldError> errors)
    {
        if (number < least || number > Most)
        {
            errors.Add(new(field, number.Value.ToString(CultureInfo.InvariantCulture), $"{least} to {Most} instances"));
        }
    }
}
