using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>What makes a yes more than routine.</summary>
public sealed class GateRiskTests
{
    [Fact]
    public void A_proven_small_step_in_working_hours_has_none() => Assert.Empty(RisksOf(AtGate().Passes()));

    [Fact]
    public void What_the_checks_say_and_the_step_are_risks()
    {
        var scenario = AtGate();
        Assert.Equal([GateRisk.LittleData], RisksOf(scenario));
        scenario.Given(new Judge(0, Make.Bad));
        Assert.Equal([GateRisk.FailingCheck, GateRisk.BigStep], RisksOf(scenario, to: 60));
    }

    [Fact]
    public void What_the_release_changes_is_a_risk()
    {
        var service = AtGate().Bus.Service;
        var changed = service with
        {
            Releases = [new(1, Make.Release(), FakeBus.Start, Make.Maria), new(2, Make.Release() with { SchemaChange = true, Env = [new("MODE", "fast")] }, FakeBus.Start, Make.Maria)],
        };
        Assert.Equal([GateRisk.SchemaChange, GateRisk.ConfigurationChange], RisksOf(AtGate().Passes(), service: changed));
    }

    [Fact]
    public void A_failure_before_an_override_and_the_hour_are_risks()
    {
        var failed = DeploymentScenario.AtHold().Given(new Abort("stop")).SplitIsRead().State;
        var scenario = AtGate().Passes();
        var state = Deployment.Evolve(scenario.State, new DeploymentEvent.NoteAdded("x") { Origin = new Origin(FakeBus.Start, Make.Maria) { Order = new("promote", "ui", null, 9, "roll_back") } });
        Assert.Equal(
            [GateRisk.FirstAfterFailure, GateRisk.Override, GateRisk.OutsideHours],
            GateRisks.Of(state.OpenGate!, state, Share.FromPercent(50), scenario.Bus.Service, failed with { Spec = failed.Spec with { Id = Make.First } }, isOutsideHours: true));
    }

    [Fact]
    public void A_way_back_has_none()
    {
        var state = DeploymentScenario.AtQuestion().State;
        Assert.Empty(GateRisks.Of(state.OpenGate!, state, Share.None, service: null, before: null, isOutsideHours: true));
    }

    [Fact]
    public void A_place_remembers_the_attempt_that_did_not_succeed_until_one_does()
    {
        var scenario = DeploymentScenario.AtHold().Given(new Abort("stop")).SplitIsRead();
        Assert.Equal(scenario.Id, scenario.Bus.Place(Make.Production).LastWithoutSuccess);
        Assert.Null(DeploymentScenario.AtPromoting().SplitIsRead().Bus.Place(Make.Production).LastWithoutSuccess);
    }

    [Theory]
    [InlineData("2026-03-02T08:00:00Z", true)]
    [InlineData("2026-03-02T17:59:00Z", true)]
    [InlineData("2026-03-02T18:00:00Z", false)]
    [InlineData("2026-03-02T07:59:00Z", false)]
    [InlineData("2026-03-01T12:00:00Z", false)]
    public void Working_hours_are_by_the_clock_of_their_zone(string at, bool included) =>
        Assert.Equal(included, new WorkingHours(DayOfWeek.Monday, DayOfWeek.Friday, new(8, 0), new(18, 0), TimeZoneInfo.Utc).Includes(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Working_days_may_go_over_the_end_of_the_week() =>
        Assert.True(new WorkingHours(DayOfWeek.Sunday, DayOfWeek.Thursday, new(8, 0), new(18, 0), TimeZoneInfo.Utc).Includes(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Two_releases_differ_in_what_runs_and_in_how()
    {
        var before = new ReleaseSpec { Command = ["./shop"], Env = [new("A", "1"), new("B", "2")] };
        var after = new ReleaseSpec { Command = ["./shop", "-v"], Env = [new("B", "3"), new("C", "4")], Replicas = 2 };
        Assert.Equal(
            [new("command", "./shop", "./shop -v", false), new("replicas", "1", "2", true), new("env.A", "•••", null, true), new("env.B", "•••", "•••", true), new("env.C", null, "•••", true)],
            ReleaseChanges.Between(before, after));
    }

    private static DeploymentScenario AtGate() => DeploymentScenario
        .AtHold(change: spec => spec with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true) with { Approval = new() }, Make.Phase(100)), Rollback = new() { Enabled = false } })
        .Given(new Promote());

    private static ValueList<GateRisk> RisksOf(DeploymentScenario scenario, decimal to = 50, Service? service = null) =>
        GateRisks.Of(scenario.State.OpenGate!, scenario.State, Share.FromPercent(to), service ?? scenario.Bus.Service, before: null, isOutsideHours: false);
}
