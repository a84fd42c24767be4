using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Gates;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Properties;

/// <summary>Random histories of commands, signals and passing time try to break what must always hold.</summary>
public sealed class DeploymentProperties
{
    private const int Runs = 1000;

    [Fact]
    public void Shares_add_up_to_100_and_what_is_served_runs() => AfterEveryStep((world, _) => Invariants.SharesAddUpAndWhatIsServedRuns(world.Bus));

    [Fact]
    public void A_place_has_at_most_one_holder_and_its_queue_is_who_waits() => AfterEveryStep((world, _) => Invariants.APlaceHasOneHolder(world.Bus));

    [Fact]
    public void Numbers_are_consecutive_and_releases_never_change() => AfterEveryStep((world, before) =>
    {
        Invariants.NumbersAreConsecutive(world.Bus);
        Assert.Equal(before.Releases, world.Bus.Service.Releases.Take(before.Releases.Count));
    });

    [Fact]
    public void States_are_whole_and_only_move_forward() => AfterEveryStep((world, before) =>
    {
        foreach (var (id, deployment) in world.Bus.Deployments)
        {
            Invariants.StatesAreWhole(deployment);
            if (before.Deployments.GetValueOrDefault(id) is { } earlier)
            {
                Invariants.OnlyMovesForward(earlier, deployment);
            }
        }
    });

    [Fact]
    public void The_decider_refuses_exactly_what_legality_forbids() => AfterEveryStep((world, _) =>
    {
        foreach (var deployment in world.Bus.Deployments.Values)
        {
            var place = world.Bus.Place(deployment.Spec.Environment);
            foreach (var order in Orders(deployment))
            {
                // Nobody in the world is called Zoe: she asked for nothing and has not voted.
                var decision = DeploymentDecider.Decide(world.Bus.Frozen, deployment, order, world.Bus.Now, Caller.Of(Actor.Person("zoe")));
                Assert.Equal(Legality.Of(deployment, place, order.Action).IsLegal, decision is not Decision.Refused);
            }
        }
    }, runs: 200);

    [Fact]
    public void Every_event_names_an_actor_and_carries_its_time() => AtTheEnd(world =>
    {
        Assert.All(world.Bus.Log, entry => Assert.False(string.IsNullOrEmpty(entry.Event.Origin.By.Name)));
        Assert.All(world.Bus.Log, entry => Assert.NotEqual(default, entry.Event.Origin.At));
        Assert.Equal(world.Bus.Log.Select(e => e.Event.Origin.At).Order(), world.Bus.Log.Select(e => e.Event.Origin.At));
    });

    [Fact]
    public void The_same_events_give_the_same_state_without_a_clock() => AtTheEnd(world =>
    {
        foreach (var (id, state) in world.Bus.Deployments)
        {
            var events = world.Bus.Log.Where(entry => entry.Deployment == id).Select(entry => (DeploymentEvent)entry.Event).ToList();
            Assert.Equal(state, Deployment.Fold(events));
            Assert.Equal(Deployment.Fold(events), Deployment.Fold(events));
        }

        Assert.Equal(world.Bus.Service, Service.Fold(world.Bus.Log.Select(entry => entry.Event).OfType<ServiceEvent>()));
    });

    [Fact]
    public void Shares_rise_until_a_return_and_never_after_one() => AtTheEnd(world =>
    {
        foreach (var history in world.Bus.Log.Where(entry => entry.Deployment is not null).GroupBy(entry => entry.Deployment))
        {
            var shares = history.Select(entry => entry.Event).OfType<PhaseEntered>().Select(e => e.Share).ToList();
            Assert.True(shares.Zip(shares.Skip(1)).All(pair => pair.First < pair.Second), string.Join(", ", shares));
            Assert.DoesNotContain(history.SkipWhile(entry => entry.Event is not ReturnStarted), entry => entry.Event is PhaseEntered or PromotionStarted or DeploymentSucceeded);
        }
    });

    [Fact]
    public void At_most_one_release_goes_live_at_a_time_and_only_by_the_holder() => AtTheEnd(world =>
    {
        var holders = new Dictionary<EnvironmentName, DeploymentId>();
        foreach (var (_, @event) in world.Bus.Log)
        {
            switch (@event)
            {
                case ServiceEvent.PlaceTaken e:
                    Assert.True(holders.TryAdd(e.Environment, e.Deployment), $"{e.Deployment} took a place that {holders[e.Environment]} holds.");
                    break;
                case ServiceEvent.PlaceFreed e when holders.GetValueOrDefault(e.Environment) == e.Deployment:
                    holders.Remove(e.Environment);
                    break;
                case ServiceEvent.ReleaseWentLive e:
                    Assert.Equal(holders[e.Environment], e.Deployment);
                    break;
            }
        }
    });

    [Fact]
    public void A_command_runs_once_and_ends_well_before_any_instance_is_ready_or_anybody_is_asked_or_served() => AtTheEnd(world =>
    {
        var runs = new Dictionary<(DeploymentId, HookStage), (int Attempt, bool IsUnderWay, bool IsBehind)>();
        foreach (var (id, @event) in world.Bus.Log.Where(entry => entry.Deployment is not null))
        {
            var key = (id!.Value, @event switch
            {
                HookStarted e => e.Stage,
                HookEnded e => e.Stage,
                HookAccepted e => e.Stage,
                PhaseEntered or GateOpened { Gate.Kind: GateKind.BeforePhase } => HookStage.Preview,
                _ => HookStage.PreDeploy,
            });
            var run = runs.GetValueOrDefault(key);
            switch (@event)
            {
                case HookStarted e:
                    Assert.True(!run.IsUnderWay && !run.IsBehind && e.Attempt == run.Attempt + 1, $"{id}: {e} after {run}.");
                    runs[key] = (e.Attempt, true, false);
                    break;
                case HookEnded e:
                    Assert.True(run.IsUnderWay && e.Attempt == run.Attempt, $"{id}: {e} after {run}.");
                    runs[key] = (run.Attempt, false, e.Outcome == HookOutcome.Succeeded);
                    break;
                case HookAccepted:
                    runs[key] = run with { IsBehind = true };
                    break;
                case CanaryReady or PhaseEntered or GateOpened { Gate.Kind: GateKind.BeforePhase } when runs.ContainsKey(key):
                    Assert.True(run.IsBehind, $"{id}: {@event} after {run}.");
                    break;
            }
        }

        Assert.DoesNotContain(world.Bus.Deployments.Values, d => d.Phase >= 0 && d.PreviewRun is null && d.Spec.Plan.PreviewCheck is not null);
        Assert.DoesNotContain(world.Bus.Deployments.Values, d => d.CanaryIsReady && d.Hook is null && d.Spec.Kind == DeploymentKind.Deployment && world.Bus.Service.Release(d.Spec.ToRelease)!.Spec.PreDeploy is not null);
    });

    [Fact]
    public void An_abort_always_gets_through() => AtTheEnd(world =>
    {
        foreach (var deployment in world.Bus.Deployments.Values.Where(d => d.Status is not Ended).ToList())
        {
            world.Bus.Send(deployment.Id, new DeploymentCommand.Abort("stop"));
            world.Bus.Send(deployment.Id, new DeploymentCommand.ReportHook(deployment.HookUnderWay?.Attempt ?? 0, new HookEnd.Exited(Code: null, WasStopped: true)) { Stage = deployment.HookUnderWay?.Stage ?? default });
            world.Bus.Send(deployment.Id, new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
            Assert.IsType<Ended>(world.Bus.Deployments[deployment.Id].Status);
        }

        Assert.All(world.Bus.Service.Environments, place => Assert.True(place.Holder is null && place.Queue.Count == 0 && place.Scheduled.Count == 0));
    });

    [Fact]
    public void A_world_that_does_as_it_is_told_comes_to_an_end() => AtTheEnd(world =>
    {
        world.Thaw();
        for (var turn = 0; turn < 2000 && world.Bus.Service.Environments.Any(p => p.Holder is not null || p.Queue.Count > 0 || p.Scheduled.Count > 0); turn++)
        {
            foreach (var name in world.Bus.Service.Environments.Select(p => p.Spec.Name))
            {
                world.Cooperate(world.Bus.Place(name));
                if (world.Bus.Place(name).Holder is { } holder)
                {
                    Obey(world.Bus, holder);
                }
            }

            world.Bus.Now += Make.Minutes(1);
        }

        Assert.DoesNotContain(world.Bus.Deployments.Values, d => d.Status is not (Ended or Pending { Reason: PendingReason.Draft }));
    }, runs: 300);

    [Fact]
    public void The_histories_reach_every_kind_of_event()
    {
        // Rare kinds are a matter of luck, so these histories are always the same ones.
        var seen = new HashSet<Type>();
        Check(
            Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(seed: 20, gamma: 7),
            world => seen.UnionWith(world.Bus.Log.Select(entry => entry.Event.GetType())));

        // A completed rollback needs two successes before it, which is too far away; a story tells it.
        seen.UnionWith([typeof(ServiceEvent.DeploymentSuperseded), typeof(ServiceEvent.EnvironmentDeclared), typeof(ServiceEvent.MetricsDeclared), typeof(ServiceEvent.OverrideApprovalDeclared), typeof(ServiceEvent.ProfileChanged), typeof(ServiceEvent.ImageFetched), typeof(ServiceEvent.ImageGone), typeof(ServiceEvent.ImageResolved)]);

        // Two of several approvals, a review after a gate was broken, going on in doubt about a command, and a pause of the whole engine have stories of their own too.
        seen.UnionWith([typeof(FreezeEvent.EnginePaused), typeof(FreezeEvent.EngineResumed), typeof(HookAccepted), typeof(ApprovalsVoided), typeof(BrokenGateReviewed), typeof(GateInquired), typeof(GateReplied), typeof(ReasonOwed), typeof(ReasonSettled)]);

        // Incidents, applications, plans of teams and settings are no part of a deployment's history; their own tests tell theirs.
        var known = typeof(DeploymentEvent).Assembly.GetTypes().Where(t => typeof(Domain.Events.DomainEvent).IsAssignableFrom(t) && !t.IsAbstract && !t.IsSubclassOf(typeof(Domain.Incidents.IncidentEvent)) && !t.IsSubclassOf(typeof(Domain.Applications.ApplicationEvent)) && !t.IsSubclassOf(typeof(Domain.Settings.SettingsEvent)) && !t.IsSubclassOf(typeof(Domain.PlanTemplates.PlanEvent)));
        Assert.Empty(known.Where(t => !seen.Contains(t)).Select(t => t.Name));
    }

    /// <summary>Good numbers, passing time, and a person who says yes to everything.</summary>
    private static void Obey(FakeBus bus, DeploymentId id)
    {
        bus.Send(id, new DeploymentCommand.Judge(bus.Deployments[id].Phase, Make.Good));
        bus.Send(id, new DeploymentCommand.Tick());
        var state = bus.Deployments[id];
        if (state.OpenGate is { } gate)
        {
            // A question that lapsed has another name when it is asked again.
            bus.Send(id, new DeploymentCommand.AskAgain(gate.Id));
            bus.Send(id, new DeploymentCommand.Approve(bus.Deployments[id].OpenGate!.Id), Actor.Person("paul"));
            bus.Send(id, new DeploymentCommand.Approve(bus.Deployments[id].OpenGate?.Id ?? gate.Id), Actor.Person("rosa"));
        }
        else if (state.Status is Paused)
        {
            bus.Send(id, new DeploymentCommand.Resume());
        }
    }

    private static IEnumerable<DeploymentCommand.Order> Orders(Deployment d) =>
    [
        new DeploymentCommand.Start(), new DeploymentCommand.Promote(), new DeploymentCommand.PromoteFully(), new DeploymentCommand.Pause(null),
        new DeploymentCommand.Resume(), new DeploymentCommand.Extend(Make.Minutes(1)), new DeploymentCommand.Approve(d.OpenGate?.Id ?? "g0"),
        new DeploymentCommand.Reject(d.OpenGate?.Id ?? "g0"), new DeploymentCommand.Withdraw(d.OpenGate?.Id ?? "g0"), new DeploymentCommand.Abort("x"), new DeploymentCommand.Cancel("x"), new DeploymentCommand.AddNote("x"),
    ];

    private sealed record Before(IReadOnlyDictionary<DeploymentId, Deployment> Deployments, ValueList<Release> Releases);

    private static void AfterEveryStep(Action<RandomWorld, Before> check, int runs = Runs) => Check(runs, steps =>
    {
        var world = new RandomWorld();
        foreach (var step in steps)
        {
            var before = new Before(new Dictionary<DeploymentId, Deployment>(world.Bus.Deployments), world.Bus.Service.Releases);
            world.Take(step);
            check(world, before);
        }
    });

    private static void AtTheEnd(Action<RandomWorld> check, int runs = Runs) => Check(Config.QuickThrowOnFailure.WithMaxTest(runs), check);

    private static void Check(Config config, Action<RandomWorld> atTheEnd) => Prop.ForAll(Step.Histories, steps =>
    {
        var world = new RandomWorld();
        Array.ForEach(steps, world.Take);
        atTheEnd(world);
    }).Check(config);

    private static void Check(int runs, Action<Step[]> property) =>
        Prop.ForAll(Step.Histories, property).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));
}
