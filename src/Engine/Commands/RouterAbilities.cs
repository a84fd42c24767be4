using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Commands;

/// <summary>What the router cannot do is refused when it is asked for, not when it is due.</summary>
internal static class RouterAbilities
{
    public static async Task<Decision> CheckAsync(ITrafficRouter router, UserRouting? users, Decision decision, CancellationToken ct)
    {
        var errors = decision switch
        {
            Decision.Refused { Refusal: Refusal.Invalid invalid } => invalid.Errors,
            Decision.Accepted => [],
            _ => null,
        };
        if (users is null || errors is null || await router.KnowsUsersAsync(ct) != false)
        {
            return decision;
        }

        const string Remedy = "nothing: the gateway that runs is older than this version and cannot tell users apart; end it, it is started again at once";
        FieldError?[] own =
        [
            users.Sticky is { } sticky ? new("plan.sticky", Words.Of(sticky.By), Remedy) : null,
            users.Match.Count > 0 ? new("plan.match", $"{users.Match.Count} rules", Remedy) : null,
        ];
        return Decision.Refuse(new Refusal.Invalid([.. errors, .. own.OfType<FieldError>()]));
    }
}
