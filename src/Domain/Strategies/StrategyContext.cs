using Sluice.Domain.Rolling;
using Sluice.Domain.Services;

namespace Sluice.Domain.Strategies;

/// <summary>What a plan is written for.</summary>
public sealed record StrategyContext
{
    public required ServiceName Service { get; init; }

    public required EnvironmentName Environment { get; init; }

    public required RuntimeKind Runtime { get; init; }

    public required RouterKind Router { get; init; }

    /// <summary>How many instances the new release has, 1 to 100.</summary>
    public required int Instances { get; init; }

    /// <summary>How many the release has that is live; null where none is. Then the deployment goes live in one phase, whatever is written.</summary>
    public int? InstancesNow { get; init; }

    /// <summary>What a rolling update does first, where nobody says it.</summary>
    public UpdateOrder UsualOrder { get; init; }

    /// <returns>Null while place or release are not known, which is a mistake of its own.</returns>
    public static StrategyContext? Of(Service service, EnvironmentName? environment, int? release, ReleaseSpec? fresh)
    {
        var place = environment is { } name ? service.Environment(name) : service.Environments is [var only] ? only : null;
        if (place is null || (fresh ?? (release is { } number ? service.Release(number)?.Spec : null)) is not { } wanted)
        {
            return null;
        }

        var live = place.Live is { } serving ? service.Release(serving)?.Spec : null;
        var known = InPlace.Complete(new(Deployments.PlanKind.Batches), wanted, live);
        return new()
        {
            Service = service.Name,
            Environment = place.Spec.Name,
            Runtime = place.Spec.Runtime.Kind,
            Router = place.Spec.Router.Kind,
            Instances = wanted.Endpoints?.Count is > 0 and var endpoints ? endpoints : known.Instances,
            InstancesNow = live?.Endpoints?.Count ?? known.InstancesNow,
            UsualOrder = known.UsualOrder,
        };
    }
}
