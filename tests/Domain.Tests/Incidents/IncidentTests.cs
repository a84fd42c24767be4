using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Incidents;
using Sluice.Domain.Validation;
using static Sluice.Domain.Incidents.IncidentCommand;

namespace Sluice.Domain.Tests.Incidents;

/// <summary>How an incident is opened, written on, closed and opened again.</summary>
public sealed class IncidentTests
{
    private static readonly IncidentId s_first = new("i1");
    private static readonly DeploymentId s_deployment = new("checkout-2");
    private IncidentBook _book = IncidentBook.Empty;
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private Incident One => _book.Find(s_first)!;

    [Fact]
    public void An_incident_is_opened_written_on_closed_and_opened_again()
    {
        Opened();
        Assert.Equal((IncidentStatus.Open, "ann", _now, 1), (One.Status, One.OpenedBy.Name, One.OpenedAt, One.Revision));
        Give(new Change(s_first) { Summary = " The pool was too small. ", Participants = ["ann", " ben ", "ann"], Severity = IncidentSeverity.Critical });
        Assert.Equal(("The pool was too small.", IncidentSeverity.Critical, "Errors", 2), (One.Summary, One.Severity, One.Title, One.Revision));
        Assert.Equal(["ann", "ben"], One.Participants);
        Give(new Close(s_first));
        Assert.Equal(new IncidentEnd(Actor.Person("ann"), _now, "because"), One.Closed);
        Assert.Equal("It was closed already, by ann.", Assert.IsType<Decision.Ignored>(Decide(new Close(s_first))).Why);
        Give(new Reopen(s_first));
        Assert.Equal(IncidentStatus.Open, One.Status);
        Assert.IsType<Decision.Ignored>(Decide(new Reopen(s_first)));
    }

    [Fact]
    public void Action_items_have_numbers_owners_and_a_last_day()
    {
        Opened();
        Give(new SetItem(s_first, Number: null, "Make the pool larger", "ben", new(2026, 3, 10), IsDone: false));
        Give(new SetItem(s_first, Number: null, "Alarm earlier", Owner: null, Due: null, IsDone: false));
        Assert.Equal([1, 2], One.Items.Select(item => item.Number));
        Assert.False(One.Items[0].IsOverdue(new(2026, 3, 10)));
        Assert.True(One.Items[0].IsOverdue(new(2026, 3, 11)));
        Assert.False(One.Items[1].IsOverdue(new(2030, 1, 1)));
        Give(new SetItem(s_first, 1, "Make the pool larger", "ben", new(2026, 3, 10), IsDone: true));
        Assert.Equal((1, false), (One.ItemsLeft, One.Items[0].IsOverdue(new(2026, 3, 11))));
        Assert.Equal("There is no action item 3 in incident i1.", Refused(new SetItem(s_first, 3, "x", Owner: null, Due: null, IsDone: false)).Sentence);
        Assert.IsType<Decision.Ignored>(Decide(new SetItem(s_first, 2, "Alarm earlier", Owner: null, Due: null, IsDone: false)));
    }

    [Fact]
    public void What_somebody_else_wrote_meanwhile_is_not_written_over()
    {
        Opened();
        Give(new Change(s_first) { Summary = "Ben's words", Seen = 1 });
        Assert.IsType<Refusal.Illegal>(Refused(new Change(s_first) { Summary = "Ann's words", Seen = 1 }));
        Give(new Change(s_first) { Summary = "Both", Seen = 2 });
        Assert.Equal("Both", One.Summary);
        Assert.IsType<Decision.Ignored>(Decide(new Change(s_first) { Summary = "Both" }));
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        Opened();
        var errors = Invalid(new Open(" ", IncidentSeverity.Minor, []));
        Assert.Equal(["title", "deployments"], errors.Select(error => error.Field));
        errors = Invalid(new Change(s_first)
        {
            Title = "two\nlines",
            Summary = new string('x', IncidentRules.LongestSummary + 1),
            Participants = [.. Enumerable.Range(0, IncidentRules.MostParticipants).Select(i => $"p{i}"), " "],
            Deployments = [.. Enumerable.Range(1, IncidentRules.MostDeployments + 1).Select(i => DeploymentId.Of(new("checkout"), i))],
        });
        Assert.Equal(["title", "summary", "participants", "participants", "deployments"], errors.Select(error => error.Field));
        errors = Invalid(new SetItem(s_first, Number: null, "", "", Due: null, IsDone: false));
        Assert.Equal(["text", "owner"], errors.Select(error => error.Field));
        Assert.Equal("checkout-9", Assert.Single(Invalid(new Change(s_first) { Deployments = [new("checkout-9")] }, new DeploymentId("checkout-9"))).Found);
    }

    [Fact]
    public void There_is_an_end_to_action_items()
    {
        Opened();
        for (var i = 0; i < IncidentRules.MostItems; i++)
        {
            Give(new SetItem(s_first, Number: null, $"do {i}", Owner: null, Due: null, IsDone: false));
        }

        Assert.IsType<Refusal.Illegal>(Refused(new SetItem(s_first, Number: null, "one more", Owner: null, Due: null, IsDone: false)));
    }

    [Fact]
    public void Numbers_go_on_and_what_there_is_not_is_not_found()
    {
        Assert.Equal("There is no incident i1.", Refused(new Close(s_first)).Sentence);
        Opened();
        Assert.Equal(new IncidentId("i2"), IncidentDecider.Decide(_book, new Open("Again", IncidentSeverity.Minor, [s_deployment]), []).Id);
    }

    private void Opened() => Give(new Open(" Errors ", IncidentSeverity.Major, [s_deployment, s_deployment]));

    private Decision Decide(IncidentCommand command, params DeploymentId[] missing) => IncidentDecider.Decide(_book, command, missing).Decision;

    private Refusal Refused(IncidentCommand command, params DeploymentId[] missing) => Assert.IsType<Decision.Refused>(Decide(command, missing)).Refusal;

    private ValueList<FieldError> Invalid(IncidentCommand command, params DeploymentId[] missing) => Assert.IsType<Refusal.Invalid>(Refused(command, missing)).Errors;

    private void Give(IncidentCommand command)
    {
        _now += TimeSpan.FromMinutes(1);
        var accepted = Assert.IsType<Decision.Accepted>(Decide(command));
        _book = accepted.IncidentEvents.Aggregate(_book, (book, e) => IncidentBook.Evolve(book, e with { Origin = new Origin(_now, Actor.Person("ann"), "because") }));
    }
}
