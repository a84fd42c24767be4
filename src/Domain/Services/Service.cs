using System.Diagnostics;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Gates;
using Sluice.Domain.Rolling;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Services;

/// <summary>What is delivered: environments, releases, and who holds each place. A fold of the service's stream.</summary>
public sealed record Service(ServiceName Name, ValueList<ServiceEnvironment> Environments, ValueList<Release> Releases, int LastDeployment)
{
    public ServiceProfile Profile { get; init; } = ServiceProfile.None;

    /// <summary>Old releases whose images are gone, and that have not gone live since.</summary>
    public ValueList<GoneImage> GoneImages { get; init; } = [];

    /// <summary>Images that Sluice fetched and that are not known to be gone.</summary>
    public ValueList<FetchedImage> FetchedImages { get; init; } = [];

    public Release? Release(int number) => number >= 1 && number <= Releases.Count ? Releases[number - 1] : null;

    public ServiceEnvironment? Environment(EnvironmentName name) => Environments.FirstOrDefault(e => e.Spec.Name == name);

    public static Service? Fold(IEnumerable<ServiceEvent> events) => events.Aggregate((Service?)null, Evolve);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static Service Evolve(Service? state, ServiceEvent @event) => (state, @event) switch
    {
        (null, ServiceDeclared e) => new(e.Name, e.Environments.Select(ServiceEnvironment.New).ToValueList(), [], 0),
        ({ } s, EnvironmentDeclared e) => s with { Environments = s.Environments.Add(ServiceEnvironment.New(e.Environment)) },
        ({ } s, MetricsDeclared e) => s.With(e.Environment, p => p with { Spec = p.Spec with { Metrics = e.Metrics } }),
        ({ } s, OverrideApprovalDeclared e) => s.With(e.Environment, p => p with { Spec = p.Spec with { OverrideApproval = e.Rule } }),
        ({ } s, ProfileChanged e) => s with { Profile = e.Profile },
        ({ } s, ReleaseAdded e) => s with { Releases = s.Releases.Add(new Release(e.Number, e.Spec, e.Origin.At, e.Origin.By)), GoneImages = s.GoneBut(e.Spec.ImageIdentity) },
        ({ } s, ImageFetched e) => s with { FetchedImages = [.. s.FetchedImages.Where(one => one != new FetchedImage(e.Image, e.Id)), new(e.Image, e.Id)], GoneImages = s.GoneBut(e.Image) },
        ({ } s, ImageResolved e) when s.Release(e.Release) is { } release => s with { Releases = s.Releases.SetItem(e.Release - 1, release with { Resolved = new(e.Id, e.Digest) }) },
        ({ } s, ImageGone e) => s with
        {
            GoneImages = [.. s.GoneImages.Where(one => !e.Releases.Contains(one.Release)), .. e.Releases.Select(release => new GoneImage(release, e.Origin.At))],
            FetchedImages = s.FetchedImages.Where(one => one.Image != e.Image).ToValueList(),
        },
        ({ } s, DeploymentNumbered e) => s with { LastDeployment = e.Number },
        ({ } s, PlaceScheduled e) => s.With(e.Environment, p => p with { Scheduled = p.Scheduled.Add(new(e.Deployment, e.At)) }),
        ({ } s, PlaceQueued e) => s.With(e.Environment, p => p with { Queue = p.Queue.Add(e.Deployment), Scheduled = Without(p.Scheduled, e.Deployment) }),
        ({ } s, PlaceTaken e) => s.With(e.Environment, p => p with { Holder = e.Deployment, Queue = Without(p.Queue, e.Deployment), Scheduled = Without(p.Scheduled, e.Deployment) }),
        ({ } s, PlaceFreed e) => s.With(e.Environment, p => p with
        {
            Holder = p.Holder == e.Deployment ? null : p.Holder,
            LastWithoutSuccess = p.Holder == e.Deployment && p.LiveBy != e.Deployment ? e.Deployment : p.LastWithoutSuccess,
            Queue = Without(p.Queue, e.Deployment),
            Scheduled = Without(p.Scheduled, e.Deployment),
            Unfinished = e.Unfinished ?? p.Unfinished,
        }),
        ({ } s, ReleaseWentLive e) => (s with { GoneImages = s.GoneBut(s.Release(e.Release)?.Spec.ImageIdentity).Where(one => one.Release != e.Release).ToValueList() }).With(e.Environment, p => p with
        {
            Live = e.Release,
            LiveBy = e.Deployment,
            LiveSince = e.Origin.At,
            LiveIsRecorded = e.Recorded,
            LastWithoutSuccess = null,
            Unfinished = null,
            HealthSkipped = [.. p.HealthSkipped.Where(release => release == e.Standby && release != e.Release), .. e.SkipHealth ? [e.Release] : (int[])[]],
            Standby = e.Standby is { } standby ? new Standby(standby, e.StandbyUntil ?? e.Origin.At) : null,
        }),
        ({ } s, DeploymentSuperseded) => s,
        _ => throw new UnreachableException($"{@event.GetType().Name} cannot follow {(state is null ? "nothing" : "what came before")}."),
    };

    /// <summary>Without those of releases that name an image which is there, or is to stay from now on.</summary>
    private ValueList<GoneImage> GoneBut(string? image) => image is null || GoneImages.Count == 0 ? GoneImages : GoneImages.Where(one => Release(one.Release)?.Spec.ImageIdentity != image).ToValueList();

    private Service With(EnvironmentName name, Func<ServiceEnvironment, ServiceEnvironment> change)
    {
        for (var i = 0; i < Environments.Count; i++)
        {
            if (Environments[i].Spec.Name == name)
            {
                return this with { Environments = Environments.SetItem(i, change(Environments[i])) };
            }
        }

        throw new UnreachableException($"Service {Name} has no environment {name}.");
    }

    private static ValueList<DeploymentId> Without(ValueList<DeploymentId> queue, DeploymentId deployment) =>
        queue.Where(d => d != deployment).ToValueList();

    private static ValueList<ScheduledDeployment> Without(ValueList<ScheduledDeployment> scheduled, DeploymentId deployment) =>
        scheduled.Count == 0 ? scheduled : scheduled.Where(one => one.Deployment != deployment).ToValueList();
}

/// <summary>One place where a service is delivered.</summary>
public sealed record ServiceEnvironment(EnvironmentSpec Spec)
{
    /// <summary>The release that serves; null before the first success.</summary>
    public int? Live { get; init; }

    public DeploymentId? LiveBy { get; init; }

    public DateTimeOffset? LiveSince { get; init; }

    /// <summary>What serves was not deployed: somebody said that it ran already.</summary>
    public bool LiveIsRecorded { get; init; }

    /// <summary>The last deployment that had the place and did not become the live one; null for none since that one.</summary>
    public DeploymentId? LastWithoutSuccess { get; init; }

    public Standby? Standby { get; init; }

    /// <summary>The last way back that was not completed; null for none since the live release went live.</summary>
    public UnfinishedReturn? Unfinished { get; init; }

    /// <summary>Those of the live release and the one before it that nobody asks how they are.</summary>
    public ValueList<int> HealthSkipped { get; init; } = [];

    /// <summary>The one active deployment.</summary>
    public DeploymentId? Holder { get; init; }

    public ValueList<DeploymentId> Queue { get; init; } = [];

    /// <summary>Those that come at a time which somebody named; they hold nothing until then.</summary>
    public ValueList<ScheduledDeployment> Scheduled { get; init; } = [];

    /// <summary>What freezes the place. No part of the service's history: <see cref="FrozenPlaces.Under"/> brings it for the instant of a question.</summary>
    public FreezeNotice? Frozen { get; init; }

    /// <summary>What is asked of an order against the verdict unless something else was declared.</summary>
    public static ApprovalRule NobodyElse { get; } = new() { Quorum = 0 };

    public static ServiceEnvironment New(EnvironmentSpec spec) => new(spec);

    /// <summary>Whether a release serves here, stands by, or waits to be gone back to.</summary>
    public bool Uses(int release) => Live == release || Standby?.Release == release || Unfinished?.Release == release;

    /// <summary>Who must end first: the holder, or the first in the queue. Going back is an emergency and passes the queue.</summary>
    public DeploymentId? InTheWayOf(DeploymentKind kind) => (Holder, kind, Queue) switch
    {
        ({ } holder, _, _) => holder,
        (null, DeploymentKind.Deployment, [var first, ..]) => first,
        _ => null,
    };
}

/// <summary>The release that served before, kept running for a while so that going back is instant.</summary>
public sealed record Standby(int Release, DateTimeOffset Until);

/// <summary>A deployment that starts by itself, or takes its turn, at a time.</summary>
public sealed record ScheduledDeployment(DeploymentId Deployment, DateTimeOffset At);

/// <summary>An image that a registry has, and what it had under that name.</summary>
/// <param name="Id">In the engine, without the algorithm before it.</param>
public sealed record FetchedImage(string Image, string Id);

/// <summary>A release whose image is gone.</summary>
/// <param name="At">Since when that is known.</param>
public sealed record GoneImage(int Release, DateTimeOffset At);
