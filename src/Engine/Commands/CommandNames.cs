using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Engine.Commands;

/// <summary>The wire names of orders, as recorded.</summary>
internal static class CommandNames
{
    public const string DeclareService = "declare_service";
    public const string AddRelease = "add_release";
    public const string CreateDeployment = "create_deployment";
    public const string DeclareFreeze = "declare_freeze";
    public const string LiftFreeze = "lift_freeze";
    public const string Retry = "retry";
    public const string RollBack = "roll_back";

    /// <returns>Null for a signal, which nobody ordered.</returns>
    public static string? Of(DeploymentCommand command) => command is DeploymentCommand.Order order ? Words.Of(order.Action) : null;
}
