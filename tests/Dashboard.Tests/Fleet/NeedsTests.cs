using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class NeedsTests : IAsyncDisposable
{
    private const string Managers = "release-managers";
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Each_reader_is_needed_where_they_may_act_and_nowhere_else()
    {
        await AskAsync("asked");
        await PauseAsync("books");
        await PauseAsync("shop");
        await _world.GoLiveAsync("moving");
        await _world.StartAsync("moving");

        Assert.Equal(["asked"], NeededBy("ben", [Managers], new RoleGrant(Role.Approver)));
        Assert.Equal(["books", "shop"], NeededBy("cleo", [], new RoleGrant(Role.Operator)));
        Assert.Equal(["books"], NeededBy("dora", [], new RoleGrant(Role.Operator, new("books"))));
        Assert.Equal(["asked", "shop"], NeededBy("emil", [Managers], new(Role.Approver), new(Role.Operator, ConsoleWorld.Shop)));
        Assert.Empty(NeededBy("finn", [], new RoleGrant(Role.Approver)));
        Assert.Empty(NeededBy("gina", [Managers], new RoleGrant(Role.Viewer)));
    }

    [Fact]
    public async Task Who_made_it_is_not_needed_for_its_question_and_whoever_answered_no_more()
    {
        var id = await AskAsync("asked", quorum: 2);
        Assert.Empty(NeededBy("ada", [Managers], new RoleGrant(Role.Administrator)));
        Assert.Equal(["asked"], NeededBy("ben", [Managers], new RoleGrant(Role.Approver)));
        var gate = (await _world.FindAsync(id)).OpenGate!.Id;
        await _world.Sluice.SendAsync(TenantId.Default, id, new DeploymentCommand.Approve(gate), new(Actor.Person("ben")) { Groups = [Managers] }, Xunit.TestContext.Current.CancellationToken);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(NeededBy("ben", [Managers], new RoleGrant(Role.Approver)));
        Assert.Equal(["asked"], NeededBy("cleo", [Managers], new RoleGrant(Role.Approver)));
    }

    [Fact]
    public async Task The_words_of_the_filter_say_the_same_as_the_counter()
    {
        await PauseAsync("shop");
        Be("ben", [], new RoleGrant(Role.Operator));
        Assert.Equal(["shop"], Links("/fleet?q=state%3Aneeds"));
        Be("cleo", [], new RoleGrant(Role.Viewer));
        Assert.Empty(Links("/fleet?q=state%3Aneeds"));
    }

    [Theory]
    [InlineData(Attention.FailingGuard, true)]
    [InlineData(Attention.Failed, true)]
    [InlineData(Attention.HeldByVerdict, true)]
    [InlineData(Attention.MetricsGap, true)]
    [InlineData(Attention.HeldByPerson, true)]
    [InlineData(Attention.Returning, false)]
    [InlineData(Attention.Moving, false)]
    [InlineData(Attention.Frozen, false)]
    [InlineData(Attention.Waiting, false)]
    [InlineData(Attention.Calm, false)]
    public void An_operator_is_needed_where_nothing_good_happens_by_itself(Attention attention, bool needed)
    {
        var line = new FleetLine("shop/production", ConsoleWorld.Shop, ConsoleWorld.Production, attention, Deployment: null);
        Assert.Equal(needed, (FleetReader.Nobody with { Operates = _ => true }).IsNeeded(line));
        Assert.False(FleetReader.Nobody.IsNeeded(line));
    }

    [Fact]
    public async Task A_question_that_lapsed_waits_for_an_operator_to_ask_again()
    {
        var id = await AskAsync("asked");
        var gate = (await _world.FindAsync(id)).OpenGate!.Id;
        await _world.Sluice.SendAsync(TenantId.Default, id, new DeploymentCommand.Reject(gate), new(Actor.Person("ben")) { Groups = [Managers] }, Xunit.TestContext.Current.CancellationToken);
        Assert.Empty(NeededBy("cleo", [Managers], new RoleGrant(Role.Approver)));
        Assert.Equal(["asked"], NeededBy("dora", [], new RoleGrant(Role.Operator)));
    }

    /// <summary>The counter and what it filters, which must agree.</summary>
    private IEnumerable<string> NeededBy(string name, ValueList<string> groups, params RoleGrant[] held)
    {
        Be(name, groups, held);
        var links = Links("/fleet?state=needs");
        Assert.Equal(links.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), _world.Open<FleetPage>("/fleet").Find(".counter--needs .counter__number").TextContent);
        return links.Order(StringComparer.Ordinal);
    }

    private List<string> Links(string address) => [.. _world.Open<FleetPage>(address).FindAll(".fleet__link").Select(link => link.TextContent)];

    private void Be(string name, ValueList<string> groups, params RoleGrant[] held)
    {
        (_world.Granted.Held, _world.Granted.Groups) = (held.ToValueList(), groups);
        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, name, string.Empty, "test"));
    }

    private async Task<DeploymentId> AskAsync(string service, int quorum = 1)
    {
        await _world.GoLiveAsync(service);
        var rule = new ApprovalRule { Groups = [Managers], Quorum = quorum, OnReject = GateEnd.Hold };
        var id = await _world.StartAsync(service, shape: request => request with
        {
            Plan = request.Plan with { Phases = request.Plan.Phases.SetItem(1, request.Plan.Phases[1] with { NeedsApproval = true, Approval = rule }) },
        });
        _world.Clock.Advance(TimeSpan.FromMinutes(6));
        await _world.SayAsync(id, new DeploymentCommand.Tick());
        return id;
    }

    private async Task PauseAsync(string service)
    {
        await _world.GoLiveAsync(service);
        await _world.SayAsync(await _world.StartAsync(service), new DeploymentCommand.Pause("look"));
    }
}
