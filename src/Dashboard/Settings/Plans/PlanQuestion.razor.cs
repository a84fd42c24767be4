using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Domain.Gates;
using Sluice.Domain.PlanTemplates;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>Asks before an order about a plan is given.</summary>
public sealed partial class PlanQuestion(ILiveStates live, GuardedCommands bus, PlanText text) : OrderQuestion<PlanCommand, PlanDifference>
{
    /// <summary>The order that was given.</summary>
    [Parameter]
    public EventCallback<PlanCommand> OnDone { get; set; }

    private bool HasBodies => Asked is PlanCommand.Propose or PlanCommand.Approve or PlanCommand.Reject or PlanCommand.Withdraw;

    protected override async Task<(PlanCommand Asked, Decision Decision, Func<Decision.Accepted, PlanDifference> Show)> DecideAsync(PlanCommand command)
    {
        var book = (await live.FindPlansAsync(Current.Tenant, CancellationToken.None)).State;
        var asked = command with { Seen = book.RevisionOf(command) };
        return (asked, PlanDecider.Decide(book, asked, new Caller(Current.Actor, Current.Groups)), accepted => PlanDifference.Of(book, asked, accepted.PlanEvents[0]));
    }

    protected override Task<CommandAnswer> SendAsync(PlanCommand asked, CommandContext context) => bus.SendAsync(Current.Tenant, asked, context, CancellationToken.None);

    protected override Task DoneAsync(PlanCommand asked, PlanDifference shown) => OnDone.InvokeAsync(asked);
}
