using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Deployments;

/// <summary>What an order is asked for in words, beside its reason.</summary>
/// <param name="Label">Key of the text that names it.</param>
/// <param name="IsNeeded">False: it may stay empty, and is the reason when it does not.</param>
internal sealed record OrderWords(string Label, bool IsNeeded, int Longest)
{
    public static OrderWords? Of(DeploymentAction action) => action switch
    {
        DeploymentAction.Approve => new("Order.Comment", IsNeeded: false, Longest: 500),
        DeploymentAction.BreakGlass => new("Order.Incident", IsNeeded: true, Longest: 500),
        DeploymentAction.Delegate => new("Order.To", IsNeeded: true, Longest: 100),
        DeploymentAction.Inquire => new("Order.Inquire", IsNeeded: true, Longest: 2_000),
        DeploymentAction.Reply => new("Order.Reply", IsNeeded: true, Longest: 2_000),
        DeploymentAction.Explain => new("Order.Explain", IsNeeded: true, Longest: 2_000),
        DeploymentAction.Review => new("Order.Review", IsNeeded: true, Longest: 2_000),
        _ => null,
    };
}
