using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Tests.Hooks;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Which order is legal when, as one table; and the decider refuses exactly what the table forbids.</summary>
public sealed class LegalityMatrixTests
{
    // An x is legal. Columns in the order of the actions below.
    private const string Table = """
        state                    start promote fully pause resume rehook extend approve reject again remind delegate inquire reply glass review explain withdraw plan abort cancel roll_back retry note
        draft                    x     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      .         .     x
        queued                   .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      .         .     x
        gate                     .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      .         .     x
        apply                    .     .       .     x     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        hook                     .     .       .     x     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        hook_in_doubt            .     .       .     .     x      x      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        shift                    .     .       .     x     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        hold                     .     x       x     x     .      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        hold_split_lost          .     .       .     x     .      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        hold_before_gate         .     x       .     x     .      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        waiting                  .     x       x     x     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_person_at_apply   .     .       .     .     x      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_person_at_shift   .     .       .     .     x      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_person_at_hold    .     x       x     .     x      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_person_at_waiting .     x       x     .     x      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_step              .     x       x     .     x      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_inconclusive      .     x       x     .     x      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_failure           .     x       x     .     x      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_rollback_question .     .       .     .     .      .      .      x       x      .     x      x        x       .     .     .      .       .        x    x     x      x         .     x
        paused_plan_gate         .     .       .     .     .      .      .      x       x      .     x      x        x       .     x     .      .       .        x    x     x      x         .     x
        asked_back               .     .       .     .     .      .      .      x       x      .     x      x        x       x     x     .      .       .        x    x     x      x         .     x
        paused_override          .     .       .     x     .      .      .      x       x      .     x      x        x       .     x     .      .       x        x    x     x      x         .     x
        override_split_lost      .     .       .     x     .      .      .      .       x      .     x      x        x       .     .     .      .       x        x    x     x      x         .     x
        frozen_override          .     .       .     x     .      .      .      x       x      .     x      x        x       .     .     .      .       x        x    x     x      x         .     x
        frozen_draft             .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      .         .     x
        frozen_queued            .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      .         .     x
        frozen_hold              .     .       .     x     .      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        frozen_step              .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        frozen_inconclusive      .     .       .     .     x      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        frozen_plan_gate         .     .       .     .     .      .      .      x       x      .     x      x        x       .     .     .      .       .        x    x     x      x         .     x
        frozen_rollback_question .     .       .     .     .      .      .      x       x      .     x      x        x       .     .     .      .       .        x    x     x      x         .     x
        frozen_promoting         .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    x     x      x         .     x
        frozen_succeeded         .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      x         .     x
        frozen_aborted           .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      .         x     x
        paused_freeze            .     .       .     x     .      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        paused_freeze_is_over    .     x       x     x     x      .      x      .       .      .     .      .        .       .     .     .      .       .        x    x     x      x         .     x
        promoting                .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    x     x      x         .     x
        returning                .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    x     x      .         .     x
        succeeded                .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      x         .     x
        succeeded_no_op          .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      .         .     x
        rolled_back              .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      .         x     x
        failed                   .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      .         x     x
        aborted                  .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      .         x     x
        reason_owed              .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     x      x       .        .    .     .      .         x     x
        cancelled                .     .       .     .     .      .      .      .       .      .     .      .        .       .     .     .      .       .        .    .     .      .         x     x
        """;

    private static readonly DeploymentAction[] s_columns =
    [
        DeploymentAction.Start, DeploymentAction.Promote, DeploymentAction.PromoteFully, DeploymentAction.Pause, DeploymentAction.Resume, DeploymentAction.RunHookAgain,
        DeploymentAction.Extend, DeploymentAction.Approve, DeploymentAction.Reject, DeploymentAction.AskAgain, DeploymentAction.Remind,
        DeploymentAction.Delegate, DeploymentAction.Inquire, DeploymentAction.Reply, DeploymentAction.BreakGlass, DeploymentAction.Review, DeploymentAction.Explain, DeploymentAction.Withdraw, DeploymentAction.ChangePlan, DeploymentAction.Abort, DeploymentAction.Cancel,
        DeploymentAction.RollBack, DeploymentAction.Retry, DeploymentAction.AddNote,
    ];

    private static Dictionary<string, Func<DeploymentScenario>> States { get; } = new(StringComparer.Ordinal)
    {
        ["draft"] = () => DeploymentScenario.Draft(),
        ["queued"] = Queued,
        ["gate"] = () => DeploymentScenario.AtGate(),
        ["apply"] = () => DeploymentScenario.AtApply(),
        ["hook"] = () => HookStories.AtHook(),
        ["hook_in_doubt"] = () => HookStories.InDoubt(),
        ["shift"] = () => DeploymentScenario.AtShift(),
        ["hold"] = () => DeploymentScenario.AtHold(),
        ["hold_split_lost"] = () => DeploymentScenario.AtHold().Given(new ReportSplitLost("gone")),
        ["hold_before_gate"] = () => DeploymentScenario.AtHold(change: Gated),
        ["waiting"] = () => DeploymentScenario.AtWaiting(),
        ["paused_person_at_apply"] = () => DeploymentScenario.AtApply().Given(new Pause(null)),
        ["paused_person_at_shift"] = () => DeploymentScenario.AtShift().Given(new Pause(null)),
        ["paused_person_at_hold"] = () => DeploymentScenario.AtHold().Given(new Pause(null)),
        ["paused_person_at_waiting"] = () => DeploymentScenario.AtWaiting().Given(new Pause(null)),
        ["paused_step"] = () => DeploymentScenario.AtHold(change: Stepped).Passes().After(Make.Hold).Given(new Tick()),
        ["paused_inconclusive"] = () => DeploymentScenario.AtHold().After(Make.Minutes(20)).Given(new Tick()),
        ["paused_failure"] = () => DeploymentScenario.AtHold(change: s => s with { Rollback = new() { Enabled = false } }).Fails(),
        ["paused_rollback_question"] = () => DeploymentScenario.AtQuestion(),
        ["paused_plan_gate"] = () => DeploymentScenario.AtHold(change: Gated).Given(new Promote()),
        ["paused_override"] = Asked,
        ["asked_back"] = () => DeploymentScenario.AtHold(change: Gated).Given(new Promote()).Given(new Inquire("g1", "Why now?"), Actor.Person("ben")),
        ["reason_owed"] = ReasonOwed,
        ["override_split_lost"] = () => Asked().Given(new ReportSplitLost("gone")),
        ["frozen_override"] = () => Asked().Frozen(),
        ["frozen_draft"] = () => DeploymentScenario.Draft().Frozen(),
        ["frozen_queued"] = () => Queued().Frozen(),
        ["frozen_hold"] = () => DeploymentScenario.AtHold().Frozen(),
        ["frozen_step"] = () => DeploymentScenario.AtHold(change: Stepped).Passes().After(Make.Hold).Given(new Tick()).Frozen(),
        ["frozen_inconclusive"] = () => DeploymentScenario.AtHold().After(Make.Minutes(20)).Given(new Tick()).Frozen(),
        ["frozen_plan_gate"] = () => DeploymentScenario.AtHold(change: Gated).Given(new Promote()).Frozen(),
        ["frozen_rollback_question"] = () => DeploymentScenario.AtQuestion().Frozen(),
        ["frozen_promoting"] = () => DeploymentScenario.AtPromoting().Frozen(),
        ["frozen_succeeded"] = () => DeploymentScenario.AtPromoting().SplitIsRead().Frozen(),
        ["frozen_aborted"] = () => DeploymentScenario.AtHold().Given(new Abort("stop")).SplitIsRead().Frozen(),
        ["paused_freeze"] = () => DeploymentScenario.AtHold().Frozen().Passes().After(Make.Hold).Given(new Tick()),
        ["paused_freeze_is_over"] = () => DeploymentScenario.AtHold().Frozen().Passes().After(Make.Hold).Given(new Tick()).Thawed(),
        ["promoting"] = () => DeploymentScenario.AtPromoting(),
        ["returning"] = () => DeploymentScenario.AtHold().Given(new Abort("stop")),
        ["succeeded"] = () => DeploymentScenario.AtPromoting().SplitIsRead(),
        ["succeeded_no_op"] = () => DeploymentScenario.AtGate(s => s with { DryRun = true }).Given(new ReportStable(Make.Stable)),
        ["rolled_back"] = () => DeploymentScenario.AtHold().Given(new RollBack("worse")).SplitIsRead(),
        ["failed"] = () => DeploymentScenario.AtApply().Given(new ReportStartFailed("port in use")).SplitIsRead(),
        ["aborted"] = () => DeploymentScenario.AtHold().Given(new Abort("stop")).SplitIsRead(),
        ["cancelled"] = () => DeploymentScenario.AtHold().Given(new Cancel("later")).SplitIsRead(),
    };

    public static TheoryData<string, DeploymentAction, bool> Cells()
    {
        var cells = new TheoryData<string, DeploymentAction, bool>();
        foreach (var line in Table.Split('\n').Skip(1))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(s_columns.Length + 1, words.Length);
            for (var i = 0; i < s_columns.Length; i++)
            {
                cells.Add(words[0], s_columns[i], words[i + 1] == "x");
            }
        }

        return cells;
    }

    [Fact]
    public void The_table_has_every_action_and_every_state()
    {
        Assert.Equal(Enum.GetValues<DeploymentAction>().Order(), s_columns.Order());
        Assert.Equal(States.Keys.Order(StringComparer.Ordinal), Cells().Select(cell => cell.Data.Item1).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Legality_says_what_the_table_says(string state, DeploymentAction action, bool legal)
    {
        var scenario = States[state]();
        var allowed = Legality.Of(scenario.State, scenario.Place).Single(a => a.Action == action);
        Assert.True(allowed.IsLegal == legal, $"{action} in {state}: {allowed.ReasonIfNot ?? "legal"}");
        Assert.True(allowed.IsLegal || allowed.ReasonIfNot!.EndsWith('.'), "A reason is a sentence.");
        Assert.InRange(allowed.Level, 0, 3);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_decider_refuses_exactly_what_is_illegal(string state, DeploymentAction action, bool legal)
    {
        var scenario = States[state]();
        if (OrderFor(action, scenario.State) is not { } order)
        {
            return;
        }

        scenario.When(order);
        if (scenario.Last is Decision.Refused { Refusal: Refusal.Illegal refusal })
        {
            // Going back after the end is an order to make a new deployment, which another door takes.
            var elsewhere = action == DeploymentAction.RollBack && scenario.State.Status.IsTerminal;
            Assert.True(!legal || elsewhere, $"{action} in {state}: {refusal.Sentence}");
            return;
        }

        Assert.True(legal, $"{action} in {state} was not refused: {scenario.Last}");
        Assert.True(scenario.Last is Decision.Accepted or Decision.Ignored, scenario.Last.ToString());
    }

    private static Order? OrderFor(DeploymentAction action, Deployment state) => action switch
    {
        DeploymentAction.Start => new Start(),
        DeploymentAction.Promote => new Promote(),
        DeploymentAction.PromoteFully => new PromoteFully(),
        DeploymentAction.Pause => new Pause(null),
        DeploymentAction.Resume => new Resume(),
        DeploymentAction.RunHookAgain => new RunHookAgain(),
        DeploymentAction.Extend => new Extend(Make.Minutes(5)),
        DeploymentAction.Approve => new Approve(state.OpenGate?.Id ?? "g1"),
        DeploymentAction.Reject => new Reject(state.OpenGate?.Id ?? "g1"),
        DeploymentAction.AskAgain => new AskAgain(state.OpenGate?.Id ?? "g1"),
        DeploymentAction.Remind => new Remind(state.OpenGate?.Id ?? "g1"),
        DeploymentAction.Delegate => new HandOver(state.OpenGate?.Id ?? "g1", "olga"),
        DeploymentAction.Inquire => new Inquire(state.OpenGate?.Id ?? "g1", "Why now?"),
        DeploymentAction.Reply => new Reply(state.OpenGate?.Id ?? "g1", "Because."),
        DeploymentAction.Explain => new Explain(state.OwedReasons is [var owed, ..] ? owed.Id : "r1", "It was on fire."),
        DeploymentAction.BreakGlass => new BreakGlass(state.OpenGate?.Id ?? "g1", "INC-1"),
        DeploymentAction.Withdraw => new Withdraw(state.OpenGate?.Id ?? "g1"),
        DeploymentAction.ChangePlan => new ChangePlan([new PhaseRequest(100)]),
        DeploymentAction.Abort => new Abort("stop"),
        DeploymentAction.Cancel => new Cancel("later"),
        DeploymentAction.RollBack => new RollBack("worse"),
        DeploymentAction.AddNote => new AddNote("seen"),
        _ => null,
    };

    /// <summary>A promotion against the verdict waits for a second person, who is not the one who gives the orders here.</summary>
    private static DeploymentScenario Asked()
    {
        var scenario = SecondPersonStories.AtFailingCheck(ApprovalRule.ForOrders with { FourEyes = false });
        return scenario.Given(new Promote(), Actor.Person("ben"));
    }

    private static DeploymentScenario ReasonOwed()
    {
        var scenario = DeploymentScenario.AtHold();
        scenario.Bus.GivesNoReasons = true;
        return scenario.Given(new Abort("No reason was given.")).SplitIsRead();
    }

    private static DeploymentScenario Queued()
    {
        var bus = Make.BusWithLive();
        bus.Create(Make.Request(3));
        var (id, _) = bus.Create(Make.Request() with { Queue = true });
        return DeploymentScenario.Of(bus, id);
    }

    private static DeploymentSpec Gated(DeploymentSpec spec) => spec with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true), Make.Phase(100)) };

    private static DeploymentSpec Stepped(DeploymentSpec spec) => spec with { Plan = Make.Plan(Make.Phase(10, PhaseGap.Person), Make.Phase(50), Make.Phase(100)) };
}
