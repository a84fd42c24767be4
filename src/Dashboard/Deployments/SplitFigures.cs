using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Deployments;

/// <summary>The numbers beside the split chart that the server knows; the counted ones come to the browser with the samples.</summary>
/// <param name="Wanted">Canary instances that are asked for now: all of the release, or of the batch under way.</param>
public sealed record SplitFigures(Share Asked, Share? Set, bool IsUnverified, string? Problem, int Ready, int Wanted)
{
    /// <summary>Who takes part and stays where; null: everybody, each request for itself.</summary>
    public UserRouting? Users { get; init; }

    /// <summary>Percent of the requests that had what tells users apart; null before the first.</summary>
    public int? ToldApart { get; init; }

    /// <summary>Percent of all requests that take part; null before the first.</summary>
    public int? TakingPart { get; init; }

    /// <summary>What requests are copied; null where none is now.</summary>
    public MirrorFigures? Mirror { get; init; }

    /// <summary>What was counted up to an instant of the past; null for now, when the browser counts.</summary>
    public CountedFigures? Counted { get; init; }

    public static SplitFigures Of(DeploymentSnapshot view)
    {
        var d = view.State;
        var ready = view.Status?.Instances.Count(i => i.Instance.Release == d.Spec.ToRelease && i.Instance.State == InstanceState.Ready) ?? 0;
        var problem = d.Status.IsTerminal ? null : d.SplitProblem ?? (view.Status is { Problems: [var worst, ..] } ? worst : null);
        return new(d.Asked.Canary, d.Set?.Canary, d.SetIsUnverified, problem, ready, d.InstancesAsked ?? view.Service.Release(d.Spec.ToRelease)?.Spec.Replicas ?? 0)
        {
            Users = d.Status.IsTerminal ? null : d.Spec.Plan.Users,
            ToldApart = view.Status?.Users is { } seen ? Percent(seen.Known, seen.Unknown) : null,
            Mirror = d.AskedMirror > Share.None ? new(d.AskedMirror, d.SetMirror, view.Status?.Mirror) : null,
            TakingPart = view.Status?.Users is { Aside: { } aside } some ? Percent(some.Participants, aside) : null,
        };
    }

    /// <summary>Whole percents, so that a page is not drawn anew for every request.</summary>
    private static int? Percent(long part, long rest) => part + rest > 0 ? (int)Math.Round(100.0 * part / (part + rest)) : null;
}

/// <summary>Copies of requests that go to the canary.</summary>
/// <param name="Counted">Null before the router told, and for the past.</param>
public sealed record MirrorFigures(Share Asked, Share Set, ReadMirror? Counted);

/// <summary>Figures from recorded intervals, as people read them.</summary>
/// <param name="Served">Of the last interval.</param>
/// <param name="Pace">Canary requests per second in it.</param>
/// <param name="Exposed">Requests that the canary served so far.</param>
public sealed record CountedFigures(string Served, string Pace, string Exposed);
