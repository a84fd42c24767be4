using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Commands;

/// <summary>What the router cannot do is refused when it is asked for, not when it is due.</summary>
internal static class RouterAbilities
{
    public static async Task<Decision> CheckAsync(ITrafficRouter router, DeploymentRequest request, Decision decision, CancellationToken ct)
    {
        var (users, wanted) = (request.Plan.Users, (Mirrors: request.Plan.Kind == PlanKind.Mirror, request.Plan.IsInPlace));
        decision = await CheckAsync(router, users, wanted, decision, ct);

        // What a custom strategy declares and its plan does not ask for by itself.
        var beyond = request.Needs.Where(need => need switch
        {
            Capability.TellUsersApart => users is null,
            Capability.CopyRequests => !wanted.Mirrors,
            Capability.ServeNothing => !wanted.IsInPlace,
            _ => false,
        });
        var lacking = new List<FieldError>();
        foreach (var need in beyond)
        {
            lacking.AddRange(await CanAsync(router, need, ct) ? [] : [new("strategy", request.Custom?.Name ?? Words.Of(request.Strategy), Remedy(need))]);
        }

        return Add(decision, lacking);
    }

    public static Task<Decision> CheckAsync(ITrafficRouter router, PhasePlan plan, Decision decision, CancellationToken ct) =>
        CheckAsync(router, plan.Users, (plan.Mirror is not null, plan.Rolling is not null), decision, ct);

    private static async Task<Decision> CheckAsync(ITrafficRouter router, UserRouting? users, (bool Mirrors, bool IsInPlace) wanted, Decision decision, CancellationToken ct)
    {
        var own = new List<FieldError>();
        if (users is not null && !await CanAsync(router, Capability.TellUsersApart, ct))
        {
            own.AddRange(users.Sticky is { } sticky ? [new("plan.sticky", Words.Of(sticky.By), Remedy(Capability.TellUsersApart))] : []);
            own.AddRange(users.Match.Count > 0 ? [new("plan.match", $"{users.Match.Count} rules", Remedy(Capability.TellUsersApart))] : []);
        }

        if (wanted.Mirrors && !await CanAsync(router, Capability.CopyRequests, ct))
        {
            own.Add(new("strategy", Words.Of(DeploymentStrategy.Mirror), Remedy(Capability.CopyRequests)));
        }

        if (wanted.IsInPlace && !await CanAsync(router, Capability.ServeNothing, ct))
        {
            own.Add(new("strategy", "instances in place of each other", Remedy(Capability.ServeNothing)));
        }

        return Add(decision, own);
    }

    /// <summary>All mistakes together; a decision that refuses for another reason stays as it is.</summary>
    private static Decision Add(Decision decision, List<FieldError> own) => (own.Count, decision) switch
    {
        (0, _) => decision,
        (_, Decision.Refused { Refusal: Refusal.Invalid invalid }) => Decision.Refuse(new Refusal.Invalid([.. invalid.Errors, .. own])),
        (_, Decision.Accepted) => Decision.Refuse(new Refusal.Invalid(own.ToValueList())),
        _ => decision,
    };

    /// <summary>True also where it cannot be asked now: then the answer is given when a route is applied.</summary>
    private static async Task<bool> CanAsync(ITrafficRouter router, Capability need, CancellationToken ct) => await (need switch
    {
        Capability.TellUsersApart => router.KnowsUsersAsync(ct),
        Capability.CopyRequests => router.KnowsMirroringAsync(ct),
        Capability.ServeNothing => router.KnowsPausesAsync(ct),
        _ => Task.FromResult<bool?>(true),
    }) != false;

    private static string Remedy(Capability need) => Remedy(need switch
    {
        Capability.TellUsersApart => "tell users apart",
        Capability.CopyRequests => "copy requests",
        _ => "do without any for a while",
    });

    private static string Remedy(string what) => $"nothing: the gateway that runs is older than this version and cannot {what}; end it, it is started again at once";
}
