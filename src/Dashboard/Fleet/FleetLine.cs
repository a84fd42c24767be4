using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Fleet;

/// <summary>One line of the fleet: an active deployment, a failed one that nothing has replaced, or a calm place.</summary>
/// <param name="Key">Stays the same from one deployment to the next in the same place, so that a line keeps its seat.</param>
/// <param name="Deployment">Null in a calm place that nothing was ever deployed to.</param>
public sealed record FleetLine(string Key, ServiceName Service, EnvironmentName Environment, Attention Attention, Deployment? Deployment)
{
    /// <summary>Decides with the deployment's state what is legal.</summary>
    public ServiceEnvironment? Place { get; init; }

    /// <summary>Of the deployment's stream; what an order names as seen.</summary>
    public long Version { get; init; }

    public int? Live { get; init; }

    public string? LiveTitle { get; init; }

    public DateTimeOffset? LiveSince { get; init; }

    /// <summary>The one that is on its way; null in a calm place that nothing was ever deployed to.</summary>
    public Release? Release { get; init; }

    public string? NewTitle => Release?.Spec.Title;

    /// <summary>The freshest verdict.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>When its values were measured; null where they do not get old.</summary>
    public Measured? Measured { get; init; }

    /// <summary>Counted requests of the canary over all, in percent; null when nothing was counted.</summary>
    public decimal? Served { get; init; }

    public DeploymentId? Behind { get; init; }

    /// <summary>Who looks after the service; null when nobody said.</summary>
    public string? Team { get; init; }

    /// <summary>The word of the strategy; null in a calm place, where nothing is under way.</summary>
    public string? Strategy => IsCalm || Deployment is null ? null : Words.Of(Deployment.Spec.Strategy);

    public bool IsCalm => Attention == Attention.Calm;

    public ConsoleState? State => Deployment is { } deployment ? StateOf.Of(deployment) : null;

    /// <summary>Whoever may give orders there should look: nothing goes on by itself, what does cannot be judged, or a guard is about to take it back.</summary>
    public bool WaitsForOperator =>
        Attention is Attention.FailingGuard or Attention.Failed or Attention.HeldByVerdict or Attention.Drift or Attention.MetricsGap or Attention.HeldByPerson || Deployment?.OpenGate is { Lapse: not null };

    public CheckResult? Worst => WorstCheck.Of(Verdict);

    public string Href => IsCalm || Deployment is null ? $"/s/{Service}" : $"/s/{Service}/d/{Deployment.Spec.Number}";
}
