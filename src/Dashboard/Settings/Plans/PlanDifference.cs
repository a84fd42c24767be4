using Sluice.Domain.PlanTemplates;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>What an order about a plan changes.</summary>
/// <param name="Before">Null for nothing.</param>
/// <param name="After">Null for nothing.</param>
public sealed record PlanDifference(string? Before, string? After)
{
    /// <summary>Of bodies against what is in force; of everything else as the log tells it.</summary>
    public static PlanDifference Of(PlanBook book, PlanCommand command, PlanEvent @event)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(command);
        var (template, change) = (book.Find(command.Plan), PlanChange.Of(@event));
        return command switch
        {
            PlanCommand.Propose propose => new(template?.InForce?.Body, propose.Body),
            PlanCommand.Approve approve => new(template?.InForce?.Body, template?.Find(approve.Version)?.Body),
            PlanCommand.Reject reject => new(template?.InForce?.Body, template?.Find(reject.Version)?.Body),
            PlanCommand.Withdraw withdraw => new(template?.InForce?.Body, template?.Find(withdraw.Version)?.Body),
            _ => new(change.Before, change.After),
        };
    }
}
