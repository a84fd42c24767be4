using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Deployments;

/// <summary>The numbers beside the split chart that the server knows; the counted ones come to the browser with the samples.</summary>
/// <param name="Wanted">Canary instances that the release asks for.</param>
public sealed record SplitFigures(Share Asked, Share? Set, bool IsUnverified, string? Problem, int Ready, int Wanted)
{
    /// <summary>What was counted up to an instant of the past; null for now, when the browser counts.</summary>
    public CountedFigures? Counted { get; init; }

    public static SplitFigures Of(DeploymentSnapshot view)
    {
        var d = view.State;
        var ready = view.Status?.Instances.Count(i => i.Instance.Release == d.Spec.ToRelease && i.Instance.State == InstanceState.Ready) ?? 0;
        var problem = d.Status.IsTerminal ? null : d.SplitProblem ?? (view.Status is { Problems: [var worst, ..] } ? worst : null);
        return new(d.Asked.Canary, d.Set?.Canary, d.SetIsUnverified, problem, ready, view.Service.Release(d.Spec.ToRelease)?.Spec.Replicas ?? 0);
    }
}

/// <summary>Figures from recorded intervals, as people read them.</summary>
/// <param name="Served">Of the last interval.</param>
/// <param name="Pace">Canary requests per second in it.</param>
/// <param name="Exposed">Requests that the canary served so far.</param>
public sealed record CountedFigures(string Served, string Pace, string Exposed);
