using Sluice.Dashboard.Kit;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;

namespace Sluice.Dashboard.Deployments;

/// <summary>An order that a person is asked about: how strictly, and against which state.</summary>
/// <param name="MovedOn">Set once the order was refused because the view was old.</param>
internal sealed record OrderQuestion(DeploymentAction Action, BarView View, OrderOutcome.MovedOn? MovedOn)
{
    /// <summary>What the order would act on now.</summary>
    public Deployment State => MovedOn?.Now ?? View.State;

    /// <summary>The version that the order names as seen.</summary>
    public long Version => MovedOn?.Version ?? View.Version;

    /// <summary>For anybody.</summary>
    public AllowedAction Allowed => Legality.Of(State, View.Place, Action);

    /// <summary>A no has to say why. Going on against a changed state takes one more step of friction.</summary>
    public ConfirmLevel Level => (ConfirmLevel)Math.Min(3, Math.Max(Action == DeploymentAction.Reject ? 2 : 1, Allowed.Level) + (MovedOn is null ? 0 : 1));

    public bool IsFast => ActionPlan.IsFast(Action) && MovedOn is null;

    public bool IsDangerous => Action switch
    {
        DeploymentAction.Abort or DeploymentAction.Cancel or DeploymentAction.RollBack => true,
        DeploymentAction.Approve => View.State.OpenGate is { Kind: GateKind.RollbackQuestion },
        DeploymentAction.Reject => View.State.OpenGate is { IsOfThePlan: true },
        _ => false,
    };
}
