using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Tests.Fleet;

/// <summary>One place of each kind, named against the order in which they must stand.</summary>
public sealed class AttentionOrderTests : IAsyncDisposable
{
    private const string ForBen = "group-of-ben";
    private const string ForCleo = "group-of-cleo";
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_needs_the_reader_most_stands_first()
    {
        await FillAsync();
        string[] bens = ["j-guard", "i-returning", "h-failed", "g-ben", "f-verdict", "e-drift", "d-cleo", "c-gap", "b-held", "a-moving"];
        Assert.Equal(bens, Rows("ben", ForBen));
        string[] cleos = ["j-guard", "i-returning", "h-failed", "d-cleo", "f-verdict", "e-drift", "g-ben", "c-gap", "b-held", "a-moving"];
        Assert.Equal(cleos, Rows("cleo", ForCleo));
    }

    [Fact]
    public async Task The_line_says_in_words_for_whom_it_waits()
    {
        await FillAsync();
        Be("ben", ForBen);
        var page = _world.Open<FleetPage>("/fleet?q=g-ben");
        Assert.Equal("Waits for your answer", page.Find(".attention").GetAttribute("title"));
        Be("cleo", ForCleo);
        Assert.Equal("Waits for others", _world.Open<FleetPage>("/fleet?q=g-ben").Find(".attention").GetAttribute("title"));
    }

    private IEnumerable<string> Rows(string reader, string group)
    {
        Be(reader, group);
        return _world.Open<FleetPage>("/fleet").FindAll(".fleet__link").Select(link => link.TextContent);
    }

    private void Be(string name, string group)
    {
        (_world.Granted.Held, _world.Granted.Groups) = ([new RoleGrant(Role.Approver)], [group]);
        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, name, string.Empty, "test"));
    }

    private async Task FillAsync()
    {
        await LiveAsync("f-verdict", Judged);
        _world.Clock.Advance(TimeSpan.FromMinutes(25));
        await _world.SayAsync(Second("f-verdict"), new DeploymentCommand.Tick());

        await LiveAsync("g-ben", request => Asks(request, ForBen));
        await LiveAsync("d-cleo", request => Asks(request, ForCleo));
        _world.Clock.Advance(TimeSpan.FromMinutes(6));
        await _world.SayAsync(Second("g-ben"), new DeploymentCommand.Tick());
        await _world.SayAsync(Second("d-cleo"), new DeploymentCommand.Tick());

        await LiveAsync("a-moving");
        await LiveAsync("b-held");
        await _world.SayAsync(Second("b-held"), new DeploymentCommand.Pause("look"));
        await LiveAsync("c-gap", Judged);
        See("c-gap", Verdict.NoDataYet with { Reason = VerdictReason.SourceError });
        await LiveAsync("e-drift");
        await _world.SayAsync(Second("e-drift"), new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await FailAsync("h-failed");
        await LiveAsync("i-returning");
        await _world.SayAsync(Second("i-returning"), new DeploymentCommand.Abort("bad"));
        await LiveAsync("j-guard", Judged);
        See("j-guard", Verdict.NoDataYet with { Checks = [new CheckResult("error_rate", "error_rate", CheckRole.Threshold, CheckOutcome.Fail, 0.02, AtLeast: false, 0.001, 0.2, 500, 100)] });
    }

    private async Task LiveAsync(string service, Func<DeploymentRequest, DeploymentRequest>? shape = null)
    {
        await _world.GoLiveAsync(service);
        await _world.StartAsync(service, shape: shape);
    }

    /// <summary>The first release never got ready, and nothing has come after it.</summary>
    private async Task FailAsync(string service)
    {
        await _world.DeclareAsync(service, "production");
        var request = new DeploymentRequest(new ServiceName(service), ConsoleWorld.Production, Release: null, new ReleaseSpec { Command = ["run"], Notes = "broken" })
        {
            Plan = new PlanRequest(PlanKind.Linear) { Steps = 1 },
        };
        var id = Assert.IsType<CommandAnswer.Applied>(await _world.Sluice.CreateDeploymentAsync(TenantId.Default, request, new(Actor.Person("ada")), Ct)).Deployment!.Value;
        await _world.SayAsync(id, new DeploymentCommand.ReportStable(Stable: null));
        await _world.SayAsync(id, new DeploymentCommand.ReportStartFailed("Instance 1-0 did not get ready."));
        await _world.SayAsync(id, new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.IsType<DeploymentStatus.Ended>((await _world.FindAsync(id)).Status);
    }

    private void See(string service, Verdict verdict) =>
        _world.Sluice.See(new PlaceStatus(new PlaceKey(TenantId.Default, new(service), ConsoleWorld.Production), _world.Clock.GetUtcNow()) { Verdict = verdict });

    private static DeploymentId Second(string service) => DeploymentId.Of(new(service), 2);

    private static DeploymentRequest Judged(DeploymentRequest request) => request with { Thresholds = new Thresholds { ErrorRate = 0.02 } };

    private static DeploymentRequest Asks(DeploymentRequest request, string group) => request with
    {
        Plan = request.Plan with { Phases = request.Plan.Phases.SetItem(1, request.Plan.Phases[1] with { NeedsApproval = true, Approval = new ApprovalRule { Groups = [group] } }) },
    };
}
