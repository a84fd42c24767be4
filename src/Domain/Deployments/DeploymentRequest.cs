using Sluice.Domain.Analysis;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;

namespace Sluice.Domain.Deployments;

/// <summary>A deployment as asked for, before its rules are checked.</summary>
/// <param name="Environment">May be left out when the service has exactly one.</param>
/// <param name="Release">An existing release; or else <paramref name="NewRelease"/>.</param>
public sealed record DeploymentRequest(ServiceName Service, EnvironmentName? Environment, int? Release, ReleaseSpec? NewRelease)
{
    public DeploymentStrategy Strategy { get; init; }

    /// <summary>The custom strategy that wrote <see cref="Plan"/>; null where none did.</summary>
    public CustomStrategyUse? Custom { get; init; }

    /// <summary>What that strategy needs of router and runtime.</summary>
    public ValueList<Capability> Needs { get; init; } = [];

    public PlanRequest Plan { get; init; } = new(PlanKind.Stepped);

    public Thresholds Thresholds { get; init; } = new();

    public AnalysisSettings Analysis { get; init; } = AnalysisSettings.Usual;

    public RollbackPolicy Rollback { get; init; } = new();

    /// <summary>False makes a draft, which holds no place.</summary>
    public bool AutoStart { get; init; } = true;

    /// <summary>Wait for the place when another deployment holds it.</summary>
    public bool Queue { get; init; }

    /// <summary>When it starts by itself; null for as soon as it may.</summary>
    public DateTimeOffset? StartAt { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Of a dry run: what the edge found out about it, to be kept with it.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>Replace instances even where nothing differs from what is live.</summary>
    public bool ForceRecreate { get; init; }

    /// <summary>Take an instance for ready once it goes on running, without asking it.</summary>
    public bool SkipHealth { get; init; }

    /// <summary>The plan template that it began with; null where it began with none. What is asked for is here all the same.</summary>
    public PlanUse? Template { get; init; }
}
