using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.PlanTemplates;
using static Sluice.Domain.PlanTemplates.PlanCommand;
using static Sluice.Domain.PlanTemplates.PlanEvent;

namespace Sluice.Domain.Tests.PlanTemplates;

/// <summary>What one proposes another approves.</summary>
public sealed class PlanDeciderTests
{
    private const string Slow = """{"plan":{"kind":"linear","steps":10}}""";
    private const string Fast = """{"plan":{"kind":"linear","steps":2}}""";
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlanKey s_careful = new("payments", "careful");
    private PlanBook _book = PlanBook.Empty;

    private PlanTemplate Careful => _book.Find(s_careful)!;

    [Fact]
    public void A_version_comes_into_force_with_somebody_elses_approval_and_replaces_the_one_before()
    {
        Assert.Equal(new PlanVersionProposed(s_careful, 1, Slow, "First", null), Give("ann", new Propose(s_careful, Slow, " First ")));
        Assert.Null(Careful.InForce);
        Assert.Equal(new PlanVersionApproved(s_careful, 1, null), Give("ben", new Approve(s_careful, 1)));
        Give("ben", new Propose(s_careful, Fast, null));
        Assert.Equal((1, 2), (Careful.InForce!.Number, Careful.Proposed!.Number));
        Assert.Equal(new PlanVersionApproved(s_careful, 2, 1), Give("ann", new Approve(s_careful, 2)));
        Assert.Equal([(2, PlanVersionState.InForce, "ann"), (1, PlanVersionState.Replaced, "ben")], Careful.Versions.Select(version => (version.Number, version.State, version.Decided!.By.Name)));
    }

    [Fact]
    public void Nobody_approves_or_rejects_what_they_proposed()
    {
        Give("ann", new Propose(s_careful, Slow, null));
        Assert.Contains("somebody else", Illegal("ann", new Approve(s_careful, 1)), StringComparison.Ordinal);
        Assert.Contains("withdraw it", Illegal("ann", new Reject(s_careful, 1)), StringComparison.Ordinal);
        Give("ann", new Withdraw(s_careful, 1));
        Assert.Equal(PlanVersionState.Withdrawn, Careful.Find(1)!.State);
    }

    [Fact]
    public void To_reject_takes_a_reason()
    {
        Give("ann", new Propose(s_careful, Slow, null));
        var refused = Assert.IsType<Decision.Refused>(PlanDecider.Decide(_book, new Reject(s_careful, 1), Who("ben") with { GaveNoReason = true }));
        Assert.Equal("reason", Assert.Single(Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors).Field);
        Give("ben", new Reject(s_careful, 1));
        Assert.Equal((PlanVersionState.Rejected, "because"), (Careful.Find(1)!.State, Careful.Find(1)!.Decided!.Reason));
    }

    [Fact]
    public void One_waits_at_a_time_ones_own_is_replaced_and_anothers_is_named()
    {
        Give("ann", new Propose(s_careful, Slow, null));
        Assert.Contains("ann has proposed version 1", Illegal("ben", new Propose(s_careful, Fast, null)), StringComparison.Ordinal);
        Assert.Equal(new PlanVersionProposed(s_careful, 2, Fast, null, 1), Give("ann", new Propose(s_careful, Fast, null)));
        Assert.Equal([PlanVersionState.Proposed, PlanVersionState.Withdrawn], Careful.Versions.Select(version => version.State));
        Assert.Contains("withdrawn", Illegal("ben", new Approve(s_careful, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_so_already_changes_nothing()
    {
        Give("ann", new Propose(s_careful, Slow, null));
        Ignored("ann", new Propose(s_careful, Slow, " "));
        Give("ben", new Approve(s_careful, 1));
        Ignored("ann", new Propose(s_careful, Slow, "Again"));
        Ignored("ben", new DropDefault(s_careful));
        Give("ben", new MakeDefault(s_careful));
        Ignored("ben", new MakeDefault(s_careful));
        Give("ben", new Retire(s_careful));
        Ignored("ben", new Retire(s_careful));
    }

    [Fact]
    public void What_there_is_not_and_what_was_decided_is_refused()
    {
        Assert.IsType<Refusal.NotFound>(Refused("ben", new Approve(s_careful, 1)));
        Assert.IsType<Refusal.NotFound>(Refused("ben", new Retire(s_careful)));
        Give("ann", new Propose(s_careful, Slow, null));
        Assert.IsType<Refusal.NotFound>(Refused("ben", new Approve(s_careful, 2)));
        Assert.Contains("must be approved first", Illegal("ben", new MakeDefault(s_careful)), StringComparison.Ordinal);
        Assert.Contains("version 1", Illegal("ben", new Retire(s_careful)), StringComparison.Ordinal);
        Give("ben", new Approve(s_careful, 1));
        foreach (var order in new PlanCommand[] { new Approve(s_careful, 1), new Reject(s_careful, 1), new Withdraw(s_careful, 1) })
        {
            Assert.Contains("in force", Illegal("carl", order), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_team_has_one_default_and_a_retired_template_is_none()
    {
        var bold = new PlanKey("payments", "bold");
        foreach (var key in new[] { s_careful, bold, new("search", "careful") })
        {
            Give("ann", new Propose(key, Slow, null));
            Give("ben", new Approve(key, 1));
        }

        Assert.Equal(new DefaultPlanChosen(s_careful, null), Give("ben", new MakeDefault(s_careful)));
        Assert.Equal(new DefaultPlanChosen(bold, "careful"), Give("ben", new MakeDefault(bold)));
        Assert.Equal((bold, null), (_book.DefaultOf("payments")!.Key, _book.DefaultOf("search")));
        Assert.Equal(new PlanTemplateRetired(bold, 1, WasDefault: true), Give("ben", new Retire(bold)));
        Assert.Null(_book.DefaultOf("payments"));
        Assert.Equal([s_careful], _book.InForceOf("payments").Select(template => template.Key));
        Assert.IsType<Refusal.Illegal>(Refused("ben", new MakeDefault(bold)));
        Give("ann", new Propose(bold, Slow, null));
        Give("ben", new Approve(bold, 2));
        Assert.False(_book.Find(bold)!.IsRetired);
        Give("ben", new MakeDefault(bold));
        Assert.Equal(new DefaultPlanDropped(bold), Give("ben", new DropDefault(bold)));
    }

    [Fact]
    public void What_somebody_else_changed_since_is_not_written_over()
    {
        var propose = new Propose(s_careful, Slow, null) { Seen = 0 };
        Give("ann", propose);
        Assert.Contains("Somebody else", Illegal("ben", propose), StringComparison.Ordinal);
        Give("ben", new Approve(s_careful, 1) { Seen = _book.RevisionOf(new Approve(s_careful, 1)) });
        Give("ben", new MakeDefault(s_careful) { Seen = 0 });
        Assert.Contains("Somebody else", Illegal("carl", new DropDefault(s_careful) { Seen = 0 }), StringComparison.Ordinal);
        Assert.Contains("Somebody else", Illegal("carl", new Retire(s_careful) { Seen = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_a_proposal_are_named_together()
    {
        var refused = Assert.IsType<Refusal.Invalid>(Refused("ann", new Propose(new("No team", ""), "", new string('x', PlanRules.LongestNote + 1))));
        Assert.Equal(["team", "name", "body", "note"], refused.Errors.Select(error => error.Field));
        Assert.Equal("note", Assert.Single(Assert.IsType<Refusal.Invalid>(Refused("ann", new Propose(s_careful, Slow, "two\nlines"))).Errors).Field);
        Assert.Equal("body", Assert.Single(Assert.IsType<Refusal.Invalid>(Refused("ann", new Propose(s_careful, new string('x', PlanRules.LongestBody + 1), null))).Errors).Field);
    }

    [Fact]
    public void A_team_has_so_many_plans_and_keeps_so_many_versions()
    {
        for (var i = 0; i < PlanRules.MostOfTeam; i++)
        {
            Give("ann", new Propose(new("payments", $"plan-{i}"), Slow, null));
        }

        Assert.Contains("at most 20", Illegal("ann", new Propose(s_careful, Slow, null)), StringComparison.Ordinal);
        var first = new PlanKey("payments", "plan-0");
        Give("ben", new Approve(first, 1));
        for (var i = 0; i < PlanBook.MostVersions + 5; i++)
        {
            Give("ann", new Propose(first, $"{i}", null));
        }

        Assert.Equal((PlanBook.MostVersions + 1, 1), (_book.Find(first)!.Versions.Count, _book.Find(first)!.InForce!.Number));
        Give("ann", new Withdraw(first, _book.Find(first)!.LastVersion));
        Give("ben", new Retire(first));
        Give("ann", new Propose(s_careful, Slow, null));
        Assert.Contains("retire one", Illegal("ann", new Propose(first, Slow, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenant_has_so_many_plans()
    {
        for (var i = 0; i < PlanRules.MostOfTenant; i++)
        {
            Give("ann", new Propose(new($"team-{i / PlanRules.MostOfTeam}", $"plan-{i}"), Slow, null));
        }

        Assert.Contains("at most 400", Illegal("ann", new Propose(s_careful, Slow, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_event_says_what_was_and_what_is()
    {
        Assert.Equal(new PlanChange("plan payments/careful version 1", null, Slow), PlanChange.Of(Give("ann", new Propose(s_careful, Slow, null))));
        Assert.Equal(new PlanChange("plan payments/careful version 1", null, "version 1"), PlanChange.Of(Give("ben", new Approve(s_careful, 1))));
        Assert.Equal(new PlanChange("plan payments/careful version 2", null, Fast), PlanChange.Of(Give("ann", new Propose(s_careful, Fast, null))));
        Assert.Equal(new PlanChange("plan payments/careful version 2", "proposed", "rejected"), PlanChange.Of(Give("ben", new Reject(s_careful, 2))));
        Assert.Equal(new PlanChange("default plan of payments", null, "careful"), PlanChange.Of(Give("ben", new MakeDefault(s_careful))));
        Assert.Equal(new PlanChange("default plan of payments", "careful", null), PlanChange.Of(Give("ben", new DropDefault(s_careful))));
        Assert.Equal(new PlanChange("plan payments/careful", "version 1", null), PlanChange.Of(Give("ben", new Retire(s_careful))));
        Assert.Equal(new PlanChange("plan payments/careful version 3", null, Fast), PlanChange.Of(Give("ann", new Propose(s_careful, Fast, null))));
        Assert.Equal(new PlanChange("plan payments/careful version 3", "proposed", "withdrawn"), PlanChange.Of(Give("ann", new Withdraw(s_careful, 3))));
    }

    [Fact]
    public void A_deployment_begins_only_with_what_is_in_force_for_its_team()
    {
        Give("ann", new Propose(s_careful, Slow, null));
        Assert.Equal("template.name", Assert.Single(PlanOrigin.Check(new("careful", 1), "payments", _book)).Field);
        Give("ben", new Approve(s_careful, 1));
        Assert.Empty(PlanOrigin.Check(new("careful", 1), "payments", _book));
        Assert.Empty(PlanOrigin.Check(null, null, _book));
        Assert.Equal("template", Assert.Single(PlanOrigin.Check(new("careful", 1), null, _book)).Field);
        Assert.Contains("the version in force", Assert.Single(PlanOrigin.Check(new("careful", 2), "payments", _book)).Remedy, StringComparison.Ordinal);
        Assert.Equal("a plan of payments with a version in force: careful", Assert.Single(PlanOrigin.Check(new("bold", 1), "payments", _book)).Remedy);
        Assert.Contains("no plan of search", Assert.Single(PlanOrigin.Check(new("careful", 1), "search", _book)).Remedy, StringComparison.Ordinal);
    }

    private static Caller Who(string name) => Caller.Of(Actor.Person(name));

    private PlanEvent Give(string by, PlanCommand command)
    {
        var accepted = Assert.IsType<Decision.Accepted>(PlanDecider.Decide(_book, command, Who(by)));
        var @event = Assert.Single(accepted.PlanEvents);
        _book = PlanBook.Evolve(_book, @event with { Origin = new Origin(s_noon, Actor.Person(by), "because") });
        return @event;
    }

    private void Ignored(string by, PlanCommand command) => Assert.IsType<Decision.Ignored>(PlanDecider.Decide(_book, command, Who(by)));

    private Refusal Refused(string by, PlanCommand command) => Assert.IsType<Decision.Refused>(PlanDecider.Decide(_book, command, Who(by))).Refusal;

    private string Illegal(string by, PlanCommand command) => Assert.IsType<Refusal.Illegal>(Refused(by, command)).Sentence;
}
