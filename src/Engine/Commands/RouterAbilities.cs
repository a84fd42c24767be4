using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Commands;

/// <summary>What the router cannot do is refused when it is asked for, not when it is due.</summary>
internal static class RouterAbilities
{
    public static Task<Decision> CheckAsync(ITrafficRouter router, PlanRequest plan, Decision decision, CancellationToken ct) =>
        CheckAsync(router, plan.Users, (plan.Kind == PlanKind.Mirror, plan.IsInPlace), decision, ct);

    public static Task<Decision> CheckAsync(ITrafficRouter router, PhasePlan plan, Decision decision, CancellationToken ct) =>
        CheckAsync(router, plan.Users, (plan.Mirror is not null, plan.Rolling is not null), decision, ct);

    private static async Task<Decision> CheckAsync(ITrafficRouter router, UserRouting? users, (bool Mirrors, bool IsInPlace) wanted, Decision decision, CancellationToken ct)
    {
        var errors = decision switch
        {
            Decision.Refused { Refusal: Refusal.Invalid invalid } => invalid.Errors,
            Decision.Accepted => [],
            _ => null,
        };
        if (errors is null)
        {
            return decision;
        }

        var own = new List<FieldError>();
        if (users is not null && await router.KnowsUsersAsync(ct) == false)
        {
            const string TellApart = "tell users apart";
            own.AddRange(users.Sticky is { } sticky ? [new("plan.sticky", Words.Of(sticky.By), Remedy(TellApart))] : []);
            own.AddRange(users.Match.Count > 0 ? [new("plan.match", $"{users.Match.Count} rules", Remedy(TellApart))] : []);
        }

        if (wanted.Mirrors && await router.KnowsMirroringAsync(ct) == false)
        {
            own.Add(new("strategy", Words.Of(DeploymentStrategy.Mirror), Remedy("copy requests")));
        }

        if (wanted.IsInPlace && await router.KnowsPausesAsync(ct) == false)
        {
            own.Add(new("strategy", "instances in place of each other", Remedy("do without any for a while")));
        }

        return own.Count == 0 ? decision : Decision.Refuse(new Refusal.Invalid([.. errors, .. own]));
    }

    private static string Remedy(string what) => $"nothing: the gateway that runs is older than this version and cannot {what}; end it, it is started again at once";
}
