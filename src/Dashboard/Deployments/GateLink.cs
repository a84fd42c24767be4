using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Deployments;

/// <summary>How links name a question.</summary>
internal static class GateLink
{
    public static string KeyOf(DeploymentId deployment, string gate) => $"{deployment}:{gate}";

    /// <summary>To the very question, in the inbox.</summary>
    public static string To(DeploymentId deployment, string gate) => In("open", deployment, gate);

    /// <summary>To the very review that is owed, in the inbox.</summary>
    public static string ToReview(DeploymentId deployment, string id) => In("reviews", deployment, id);

    private static string In(string tab, DeploymentId deployment, string gate) => $"/approvals?tab={tab}&gate={Uri.EscapeDataString(KeyOf(deployment, gate))}";
}
