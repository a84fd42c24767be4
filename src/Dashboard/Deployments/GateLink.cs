using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Deployments;

/// <summary>How links name a question.</summary>
internal static class GateLink
{
    public static string KeyOf(DeploymentId deployment, string gate) => $"{deployment}:{gate}";

    /// <summary>To the very question, in the inbox.</summary>
    public static string To(DeploymentId deployment, string gate) => $"/approvals?tab=open&gate={Uri.EscapeDataString(KeyOf(deployment, gate))}";
}
