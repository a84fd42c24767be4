using Sluice.Domain.Deployments;
using Sluice.Domain.Planning;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Applications;

/// <summary>Compares what is wanted of the services of an application with what runs, by the rules and the code that plan every deployment. Pure.</summary>
public static class ApplicationPlanner
{
    /// <summary>One plan for each wish, in their order; those of what runs already have nothing to do.</summary>
    /// <param name="known">The tenant's services as they are.</param>
    /// <param name="foreign">Services of other tenants behind the same gateway.</param>
    public static ValueList<ServicePlan> Plan(ValueList<ServiceWish> wishes, EnvironmentName environment, IReadOnlyCollection<Service> known, IReadOnlyCollection<Service> foreign)
    {
        var services = known.ToDictionary(service => service.Name);
        var plans = new List<ServicePlan>();
        foreach (var wish in wishes)
        {
            var (service, declared, errors) = Declare(wish, environment, services.GetValueOrDefault(wish.Service), services.Values, foreign);
            services[wish.Service] = service;
            plans.Add(Of(wish, environment, service, declared, [.. errors, .. Missing(wish, wishes, environment, services)]));
        }

        return plans.ToValueList();
    }

    private static (Service Service, ValueList<ServiceEvent> Added, ValueList<FieldError> Errors) Declare(
        ServiceWish wish, EnvironmentName environment, Service? known, IEnumerable<Service> all, IEnumerable<Service> foreign)
    {
        if (known?.Environment(environment) is not null)
        {
            return (known, [], []);
        }

        var place = new EnvironmentSpec(environment, new RuntimeSpec(RuntimeKind.Container), wish.Router);
        var decision = ServiceDecider.Declare(known, wish.Service, [place], all.Where(other => other.Name != wish.Service), foreign);
        ValueList<ServiceEvent> events = decision is Decision.Accepted accepted ? accepted.ServiceEvents : known is null ? [new ServiceDeclared(wish.Service, [place])] : [new EnvironmentDeclared(place)];
        return (events.Aggregate(known, Service.Evolve)!, events, decision switch
        {
            Decision.Refused { Refusal: Refusal.Invalid invalid } => invalid.Errors,
            Decision.Refused refused => [new("service", wish.Service.Value, refused.Refusal.Sentence)],
            _ => [],
        });
    }

    private static ServicePlan Of(ServiceWish wish, EnvironmentName environment, Service service, ValueList<ServiceEvent> declared, ValueList<FieldError> errors)
    {
        var place = service.Environment(environment)!;
        var live = place.Live is { } serving ? service.Release(serving) : null;
        var comparison = live is null ? null : SpecComparison.Compare(live.Spec, wish.Release);
        if (comparison is { ChangesNothing: true })
        {
            return new(wish, ServiceVerdict.UpToDate, live!.Number, live.Number, comparison, declared, [], errors);
        }

        // What was added before and did not become live need not be added again.
        var same = service.Releases is [.., var newest] && newest.Number != live?.Number && newest.Spec == wish.Release ? newest.Number : (int?)null;
        var request = wish.Terms.Request(service.Name, environment, same, same is null ? wish.Release : null);
        var number = same ?? service.Releases.Count + 1;
        var decision = DeploymentCreation.Create(service, request with { AutoStart = false }).Decision;
        return new(
            wish, VerdictOf(comparison), live?.Number, number, comparison, same is null ? declared.Add(new ReleaseAdded(number, wish.Release)) : declared, DeploymentPreview.Operations(service, request),
            [.. errors, .. decision is Decision.Refused { Refusal: Refusal.Invalid invalid } ? invalid.Errors : []])
        {
            Behind = place.InTheWayOf(DeploymentKind.Deployment),
            Freeze = place.Frozen?.Sentence,
        };
    }

    /// <summary>What is waited for and not deployed with it must be there.</summary>
    private static IEnumerable<FieldError> Missing(ServiceWish wish, ValueList<ServiceWish> wishes, EnvironmentName environment, Dictionary<ServiceName, Service> services) =>
        wish.After.Where(on => wishes.All(other => other.Service != on.Service) && services.GetValueOrDefault(on.Service)?.Environment(environment)?.Live is null)
            .Select(on => new FieldError("depends_on", on.Service.Value, $"a service that is live in {environment}, or one that is taken live with it"));

    private static ServiceVerdict VerdictOf(SpecComparison? comparison) => comparison?.Verdict switch
    {
        null => ServiceVerdict.New,
        SpecVerdict.NeedsRecreate => ServiceVerdict.NeedsRecreate,
        _ => ServiceVerdict.NeedsUpdate,
    };
}
