using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>One endpoint per command. Forward ones say which version they are based on; going back never has to.</summary>
internal static class CommandEndpoints
{
    private const string NoReason = "No reason was given.";
    private static readonly TimeSpan s_longestExtension = TimeSpan.FromDays(7);

    public static void MapCommands(this IEndpointRouteBuilder api)
    {
        api.MapForward<CommandBody>("start", "Start a draft", static (_, _) => new DeploymentCommand.Start());
        api.MapForward<PromoteBody>("promote", "End this phase now, or go straight to everything", ReadPromote);
        api.MapForward<CommandBody>("resume", "Go on after a pause", static (_, _) => new DeploymentCommand.Resume());
        api.MapForward<CommandBody>("run_hook_again", "Run the pre-deploy command, or the check on the preview, once more, where nobody knows how it ended", static (_, _) => new DeploymentCommand.RunHookAgain());
        api.MapForward<ExtendBody>("extend", "Lengthen the hold under way", ReadExtend);
        api.MapForward<AnswerBody>("approve", "Answer an open question with yes", static (input, _) => new DeploymentCommand.Approve(GateId(input)), Policies.Approve);
        api.MapForward<AnswerBody>("reject", "Answer an open question with no", static (input, _) => new DeploymentCommand.Reject(GateId(input)), Policies.Approve);
        api.MapAnytime<CommandBody>("pause", "Hold traffic where it is", static (_, why) => new DeploymentCommand.Pause(why));
        api.MapAnytime<CommandBody>("abort", "Return all traffic to stable and end", static (_, why) => new DeploymentCommand.Abort(why ?? NoReason));
        api.MapAnytime<CommandBody>("cancel", "Withdraw the deployment; traffic returns to stable", static (_, why) => new DeploymentCommand.Cancel(why ?? NoReason));
        api.MapForward<BreakGlassBody>("break_glass", "Go on without approvals in an emergency", ReadBreakGlass, Policies.Administer);
        api.MapForward<ChangePlanBody>("change_plan", "Plan other phases for what is ahead", ReadChangePlan);
        api.MapAnytime<AnswerBody>("ask_again", "Put a lapsed question anew", static (input, _) => new DeploymentCommand.AskAgain(GateId(input)));
        api.MapAnytime<AnswerBody>("remind", "Remind those who may answer", static (input, _) => new DeploymentCommand.Remind(GateId(input)));
        api.MapAnytime<AnswerBody>("withdraw", "Take back an order that waits for a second person", static (input, _) => new DeploymentCommand.Withdraw(GateId(input)));
        api.MapAnytime<HandOverBody>("delegate", "Let somebody else answer", ReadHandOver, Policies.Approve);
        api.MapAnytime<RemarkBody>("inquire", "Ask back before answering; nothing is counted", static (input, _) => new DeploymentCommand.Inquire(GateId(input), Words(input, "text")), Policies.Approve);
        api.MapAnytime<RemarkBody>("reply", "Answer what an approver asked back", static (input, _) => new DeploymentCommand.Reply(GateId(input), Words(input, "text")));
        api.MapAnytime<ReviewBody>("review", "Review a broken gate, or an order without its reason", ReadReview, Policies.Approve);
        api.MapAnytime<ExplainBody>("explain", "Give the reason of an order that was given without", ReadExplain);
        api.MapAnytime<NoteBody>("note", "Add a note to the history", ReadNote, Policies.Note);
        api.MapCommand<CommandBody>("roll_back", "Return to what served before; after the end as a new deployment", Policies.Operate, RollBackAsync);
        api.MapCommand<RetryBody>("retry", "The same again, as a new deployment", Policies.Operate, RetryAsync);
    }

    private delegate DeploymentCommand ReadCommand(JsonInput input, string? reason);

    private static void MapForward<TBody>(this IEndpointRouteBuilder api, string name, string summary, ReadCommand read, string policy = Policies.Operate) =>
        api.MapCommand<TBody>(name, summary, policy, (order, ct) => order.SendAsync(read, needsVersion: true, ct));

    private static void MapAnytime<TBody>(this IEndpointRouteBuilder api, string name, string summary, ReadCommand read, string policy = Policies.Operate) =>
        api.MapCommand<TBody>(name, summary, policy, (order, ct) => order.SendAsync(read, needsVersion: false, ct));

    private static void MapCommand<TBody>(this IEndpointRouteBuilder api, string name, string summary, string policy, Func<Order, CancellationToken, Task<CommandAnswer>> give) =>
        api.MapPost(
                $"/deployments/{{id}}/{name}",
                async (HttpContext http, string id, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct) =>
                {
                    var order = new Order(DeploymentLookup.Parse(id), await RequestBody.ReadAsync(http, ct), current.Tenant, new(current.Actor, current.Groups), bus, live);
                    return await answers.OfAsync(current.Tenant, await give(order, ct), StatusCodes.Status202Accepted, http, ct);
                })
            .Describe($"{name}_deployment", summary).RequireAuthorization(policy).Reads<TBody>().Applies(StatusCodes.Status202Accepted).MayRefuse(404, 409, 422);

    private static DeploymentCommand ReadPromote(JsonInput input, string? reason) =>
        input.Flag("full") == true ? new DeploymentCommand.PromoteFully() : new DeploymentCommand.Promote();

    private static DeploymentCommand.Extend ReadExtend(JsonInput input, string? reason)
    {
        const string Remedy = "a duration longer than zero, at most 7d";
        input.Require("by", Remedy);
        var by = input.Duration("by");
        if (by <= TimeSpan.Zero || by > s_longestExtension)
        {
            input.Wrong("by", Remedy);
        }

        return new DeploymentCommand.Extend(by ?? TimeSpan.Zero);
    }

    private static DeploymentCommand.AddNote ReadNote(JsonInput input, string? reason) => new(Words(input, "text"))
    {
        About = input.Object("about") is { } about ? ReadAnchor(about) : null,
        IsKeyMoment = input.Flag("key_moment") ?? false,
        Replaces = input.Long("replaces", "the number of a note's event"),
    };

    private static NoteAnchor ReadAnchor(JsonInput input)
    {
        var anchor = new NoteAnchor(input.Long("event", "the number of an event"), input.Instant("from"), input.Instant("to"));
        input.Done();
        if (!anchor.IsValid)
        {
            input.Wrong("event", "an event from 1 on; or from, and for a range a to that is not before it");
        }

        return anchor;
    }

    private static DeploymentCommand.BreakGlass ReadBreakGlass(JsonInput input, string? reason) => new(GateId(input), Words(input, "incident"));

    private static DeploymentCommand.HandOver ReadHandOver(JsonInput input, string? reason) => new(GateId(input), Words(input, "to"));

    private static DeploymentCommand.Review ReadReview(JsonInput input, string? reason) => new(Words(input, "text")) { Of = input.Text("of", longest: 100) };

    private static DeploymentCommand.Explain ReadExplain(JsonInput input, string? reason)
    {
        input.Require("of", "the id of the owed reason, as in owed_reasons");
        return new(input.Text("of", longest: 100) ?? string.Empty, Words(input, "text"));
    }

    private static DeploymentCommand.ChangePlan ReadChangePlan(JsonInput input, string? reason)
    {
        input.Require("phases", "the phases after the one under way");
        return new((input.Objects("phases") ?? []).Select(PlanInput.ReadPhase).ToValueList());
    }

    private static string Words(JsonInput input, string field)
    {
        const string Remedy = "a text of 1 to 2,000 characters";
        input.Require(field, Remedy);
        var text = input.Text(field, Remedy, longest: 2_000);
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            input.Wrong(field, Remedy);
        }

        return text ?? string.Empty;
    }

    private static string GateId(JsonInput input)
    {
        input.Require("gate_id", "the id of the open question, as in open_gate");
        return input.Text("gate_id", longest: 100) ?? string.Empty;
    }

    private static async Task<CommandAnswer> RollBackAsync(Order order, CancellationToken ct)
    {
        var context = order.Context(needsVersion: false);
        order.Done();
        var deployment = await order.Live.GetAsync(order.Tenant, order.Id.Value, ct);
        return deployment.State.Status.IsTerminal
            ? await order.Bus.GoBackAsync(order.Tenant, order.Id, context, ct)
            : await order.Bus.SendAsync(order.Tenant, order.Id, new DeploymentCommand.RollBack(context.Reason ?? NoReason), context, ct);
    }

    private static Task<CommandAnswer> RetryAsync(Order order, CancellationToken ct)
    {
        var queue = order.Input.Flag("queue") ?? false;
        var context = order.Context(needsVersion: false);
        order.Done();
        return order.Bus.RetryAsync(order.Tenant, order.Id, queue, context, ct);
    }

    /// <summary>One order on its way from the wire to the bus.</summary>
    private sealed record Order(DeploymentId Id, JsonInput Input, TenantId Tenant, Caller By, GuardedCommands Bus, ILiveStates Live)
    {
        public Task<CommandAnswer> SendAsync(ReadCommand read, bool needsVersion, CancellationToken ct)
        {
            var context = Context(needsVersion);
            var command = read(Input, context.Reason);
            Done();
            return Bus.SendAsync(Tenant, Id, command, context, ct);
        }

        public CommandContext Context(bool needsVersion) => CommandInput.Read(Input, By.Who, needsVersion) with { Groups = By.Groups };

        public void Done()
        {
            Input.Done();
            Problem.ThrowIfAny(Input.Errors);
        }
    }
}
