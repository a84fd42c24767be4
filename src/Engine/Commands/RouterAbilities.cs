using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Commands;

/// <summary>What the router cannot do is refused when it is asked for, not when it is due.</summary>
internal static class RouterAbilities
{
    /// <param name="isInPlace">Instances take each other's place, and there may be nobody in between.</param>
    public static async Task<Decision> CheckAsync(ITrafficRouter router, UserRouting? users, bool isInPlace, Decision decision, CancellationToken ct)
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

        FieldError?[] own =
        [
            .. users is not null && await router.KnowsUsersAsync(ct) == false ? Of(users) : [],
            isInPlace && await router.KnowsPausesAsync(ct) == false ? new("strategy", "instances in place of each other", Remedy("cannot do without any for a while")) : null,
        ];
        return own.OfType<FieldError>().ToList() is { Count: > 0 } missing ? Decision.Refuse(new Refusal.Invalid([.. errors, .. missing])) : decision;
    }

    private static FieldError?[] Of(UserRouting users) =>
    [
        users.Sticky is { } sticky ? new("plan.sticky", Words.Of(sticky.By), Remedy("cannot tell users apart")) : null,
        users.Match.Count > 0 ? new("plan.match", $"{users.Match.Count} rules", Remedy("cannot tell users apart")) : null,
    ];

    private static string Remedy(string lack) => $"nothing: the gateway that runs is older than this version and {lack}; end it, it is started again at once";
}
