using Sluice.Domain.Applications;
using Sluice.Domain.Services;

namespace Sluice.Domain.Compose;

/// <summary>What a file would do: volumes first, then services in the order in which they wait for each other. Nothing was touched.</summary>
/// <param name="Volumes">Of the engine, which makes those that are missing.</param>
/// <param name="Steps">Services that something would be done about.</param>
/// <param name="Unchanged">Services that run as the file says; nothing is done about them.</param>
/// <param name="Refused">What stands against it here, beside what the report says of the file itself.</param>
public sealed record ComposePlan(ValueList<string> Volumes, ValueList<ServicePlan> Steps, ValueList<ServicePlan> Unchanged, ValueList<ComposeFinding> Refused, ValueList<ComposeWarning> Warnings)
{
    /// <param name="whyNot">Why this installation does not run a release, in a sentence; null when it does.</param>
    public static ComposePlan Of(ComposeReading reading, EnvironmentName environment, IReadOnlyCollection<Service> known, IReadOnlyCollection<Service> foreign, Func<ReleaseSpec, string?> whyNot)
    {
        var ordered = ComposeOrder.Of(reading.Services);
        var plans = ApplicationPlanner.Plan(Wishes(reading), environment, known, foreign);
        var refused = new List<ComposeFinding>();
        var warnings = new List<ComposeWarning>();
        foreach (var (service, plan) in ordered.Zip(plans))
        {
            // Without an image nothing else can be said of it, and that is said.
            refused.AddRange((service.Release.Image is null ? [] : plan.Errors).Select(error => ComposeMistakes.Finding(service, error)));
            if (plan.Errors.Count == 0 && whyNot(service.Release) is { } sentence)
            {
                refused.Add(new(service.Path, service.At, ComposeTreatment.Refused, sentence));
            }

            if (known.FirstOrDefault(one => one.Name == service.Name)?.Environment(environment)?.Spec.Router is { } router && !router.Takes(service.Router))
            {
                warnings.Add(new(service.Path, service.At, $"{service.Name} is reached at {router.Host ?? "any host"}{router.PathPrefix}, and stays so: a place keeps its address."));
            }
        }

        warnings.AddRange(Shared(reading, environment, known));
        return new(
            reading.Volumes,
            [.. plans.Where(plan => plan.Verdict != ServiceVerdict.UpToDate)],
            [.. plans.Where(plan => plan.Verdict == ServiceVerdict.UpToDate)],
            refused.Distinct().ToValueList(),
            warnings.ToValueList());
    }

    /// <summary>A named volume is one for the whole engine: environments that mount the same have the same data.</summary>
    private static IEnumerable<ComposeWarning> Shared(ComposeReading reading, EnvironmentName environment, IReadOnlyCollection<Service> known)
    {
        var names = reading.Services.Select(service => service.Name).Concat(reading.Left.Select(left => left.Name)).ToHashSet();
        var mounted = known.Where(service => names.Contains(service.Name))
            .SelectMany(service => service.Environments.Where(place => place.Spec.Name != environment), (service, place) => (service.Name, Environment: place.Spec.Name, Spec: place.Live is { } live ? service.Release(live)?.Spec : null))
            .SelectMany(place => Named(place.Spec), (place, mount) => (place.Name, place.Environment, Volume: mount.Source)).ToList();
        foreach (var service in reading.Services)
        {
            foreach (var volume in Named(service.Release).Where(mount => !mount.ReadOnly).Select(mount => mount.Source).Distinct(StringComparer.Ordinal))
            {
                if (mounted.FirstOrDefault(one => one.Volume == volume) is { Volume: not null } other)
                {
                    yield return new(
                        service.Path, service.At,
                        $"{other.Name} in {other.Environment} mounts the volume {volume} too: {environment} and {other.Environment} would share its data. To keep them apart, write another name for it under volumes at the top, such as name: {volume}_{environment}.");
                }
            }
        }
    }

    private static IEnumerable<ContainerMount> Named(ReleaseSpec? release) => (release?.Container?.Volumes ?? []).Where(mount => mount.Type == MountType.Volume);

    /// <summary>What the file wants, in the order in which services wait for each other.</summary>
    public static ValueList<ServiceWish> Wishes(ComposeReading reading)
    {
        var names = reading.Services.Select(service => (service.Key, service.Name)).Concat(reading.Left.Select(left => (left.Key, left.Name))).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Name, StringComparer.Ordinal);
        return [.. ComposeOrder.Of(reading.Services).Select(service => new ServiceWish(
            service.Key, service.Name, service.Router, service.Release, service.Terms, [.. service.After.Where(on => names.ContainsKey(on.Key)).Select(on => new ServiceDependency(names[on.Key], on.Condition))]))];
    }
}
