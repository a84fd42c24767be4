using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>One order as a person confirmed it.</summary>
/// <param name="CommandId">Made when the order was prepared, so that a double click is applied once.</param>
/// <param name="Seen">The version of the deployment that was on screen.</param>
/// <param name="Extension">For <see cref="DeploymentAction.Extend"/>.</param>
/// <param name="Text">The note, the question or its reply, the review, the reason, the incident of a broken gate, or the name of who may answer.</param>
public sealed record Order(DeploymentAction Action, string CommandId, long Seen, string? Reason = null, TimeSpan Extension = default, string? Text = null)
{
    /// <summary>For a review and a reason that comes later: the gate or the owed reason.</summary>
    public string? Of { get; init; }

    /// <summary>For a note; null for one about the whole deployment.</summary>
    public NoteAnchor? About { get; init; }

    public bool IsKeyMoment { get; init; }

    /// <summary>The event of the note that this one takes the place of.</summary>
    public long? Replaces { get; init; }
}

/// <summary>Gives people's orders to the engine, under their name. An order given is sent even if the page closes.</summary>
public sealed class Orders(GuardedCommands bus, IEventStore store, CurrentActor current, TimeProvider time, IStringLocalizer<Texts> texts)
{
    /// <summary>What is recorded with an order is read again and again; a log does not belong into it. The API refuses at the same length.</summary>
    public const int LongestText = 2_000;

    private const string NoReason = "No reason was given.";
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(1);

    public static string NewId() => Guid.CreateVersion7().ToString("N");

    public async Task<OrderOutcome> GiveAsync(Deployment deployment, Order order)
    {
        if (Math.Max(order.Reason?.Length ?? 0, order.Text?.Length ?? 0) is var length && length > LongestText)
        {
            return new OrderOutcome.Refused(texts["Order.TooLong", length, LongestText]);
        }

        var context = new CommandContext(current.Actor, order.Reason, order.CommandId, order.Seen) { Groups = current.Groups };
        try
        {
            var answer = order.Action switch
            {
                DeploymentAction.Retry => await bus.RetryAsync(current.Tenant, deployment.Id, queue: false, context, CancellationToken.None),
                DeploymentAction.RollBack when deployment.Status.IsTerminal => await bus.GoBackAsync(current.Tenant, deployment.Id, context, CancellationToken.None),
                _ => await bus.SendAsync(current.Tenant, deployment.Id, Command(deployment, order), context, CancellationToken.None),
            };
            return Outcome(deployment, answer);
        }
        catch (StoreUnavailableException)
        {
            return new OrderOutcome.Unknown();
        }
    }

    /// <summary>Asks what became of an order whose answer was lost, until somebody can say. Never sends it again.</summary>
    /// <param name="id">The deployment that it was given on.</param>
    /// <returns>What the answer would have said; null when it was not applied.</returns>
    public async Task<OrderOutcome.Done?> FindAsync(DeploymentId id, string commandId, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await store.FindCommandAsync(current.Tenant, commandId, ct) is { } answer && StoredAnswer.Read(answer) is var applied
                    ? new(applied.Deployment ?? id, applied.Version)
                    : null;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(s_askAgain, time, ct);
            }
        }
    }

    private static OrderOutcome Outcome(Deployment deployment, CommandAnswer answer) => answer switch
    {
        CommandAnswer.Applied a => new OrderOutcome.Done(a.Deployment ?? deployment.Id, a.Version),
        CommandAnswer.Ignored i => new OrderOutcome.Nothing(i.Why),
        CommandAnswer.Refused r => new OrderOutcome.Refused(r.Refusal.Sentence),
        CommandAnswer.Stale s => new OrderOutcome.MovedOn(s.Deployment, s.Version, s.Since),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An unknown answer."),
    };

    private static DeploymentCommand Command(Deployment d, Order order) => order.Action switch
    {
        DeploymentAction.Start => new DeploymentCommand.Start(),
        DeploymentAction.Promote => new DeploymentCommand.Promote(),
        DeploymentAction.PromoteFully => new DeploymentCommand.PromoteFully(),
        DeploymentAction.Pause => new DeploymentCommand.Pause(order.Reason),
        DeploymentAction.Resume => new DeploymentCommand.Resume(),
        DeploymentAction.RunHookAgain => new DeploymentCommand.RunHookAgain(),
        DeploymentAction.Extend => new DeploymentCommand.Extend(order.Extension),
        DeploymentAction.Approve => new DeploymentCommand.Approve(d.OpenGate?.Id ?? string.Empty),
        DeploymentAction.Reject => new DeploymentCommand.Reject(d.OpenGate?.Id ?? string.Empty),
        DeploymentAction.AskAgain => new DeploymentCommand.AskAgain(d.OpenGate?.Id ?? string.Empty),
        DeploymentAction.Remind => new DeploymentCommand.Remind(d.OpenGate?.Id ?? string.Empty),
        DeploymentAction.Delegate => new DeploymentCommand.HandOver(d.OpenGate?.Id ?? string.Empty, order.Text ?? string.Empty),
        DeploymentAction.BreakGlass => new DeploymentCommand.BreakGlass(d.OpenGate?.Id ?? string.Empty, order.Text ?? string.Empty),
        DeploymentAction.Withdraw => new DeploymentCommand.Withdraw(d.OpenGate?.Id ?? string.Empty),
        DeploymentAction.Inquire => new DeploymentCommand.Inquire(d.OpenGate?.Id ?? string.Empty, order.Text ?? string.Empty),
        DeploymentAction.Reply => new DeploymentCommand.Reply(d.OpenGate?.Id ?? string.Empty, order.Text ?? string.Empty),
        DeploymentAction.Review => new DeploymentCommand.Review(order.Text ?? string.Empty) { Of = order.Of },
        DeploymentAction.Explain => new DeploymentCommand.Explain(order.Of ?? string.Empty, order.Text ?? string.Empty),
        DeploymentAction.Abort => new DeploymentCommand.Abort(order.Reason ?? NoReason),
        DeploymentAction.Cancel => new DeploymentCommand.Cancel(order.Reason ?? NoReason),
        DeploymentAction.RollBack => new DeploymentCommand.RollBack(order.Reason ?? NoReason),
        DeploymentAction.AddNote => new DeploymentCommand.AddNote(order.Text ?? string.Empty) { About = order.About, IsKeyMoment = order.IsKeyMoment, Replaces = order.Replaces },
        _ => throw new ArgumentOutOfRangeException(nameof(order), order.Action, "No such order."),
    };
}
