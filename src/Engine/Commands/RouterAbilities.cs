using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Commands;

/// <summary>What the router cannot do is refused when it is asked for, not when it is due.</summary>
internal static class RouterAbilities
{
    /// <param name="users">Who takes part and stays; null: nobody is told apart.</param>
    /// <param name="mirrors">Requests are copied.</param>
    public static async Task<Decision> CheckAsync(ITrafficRouter router, UserRouting? users, bool mirrors, Decision decision, CancellationToken ct)
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

        if (mirrors && await router.KnowsMirroringAsync(ct) == false)
        {
            own.Add(new("strategy", Words.Of(DeploymentStrategy.Mirror), Remedy("copy requests")));
        }

        return own.Count == 0 ? decision : Decision.Refuse(new Refusal.Invalid([.. errors, .. own]));
    }

    private static string Remedy(string what) => $"nothing: the gateway that runs is older than this version and cannot {what}; end it, it is started again at once";
}
