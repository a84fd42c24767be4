using System.Text.Json.Serialization;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis;

/// <summary>How far requests depend on each other, as a decision reckons with it.</summary>
/// <param name="Value">Requests per independent one, 1 or more: what the next interval is tempered by.</param>
/// <param name="Source">How that is known.</param>
/// <param name="StableInstances">Instances of stable that served in the last interval; 0 when not known.</param>
/// <param name="CanaryInstances">Likewise of the canary.</param>
public sealed record Dependence(double Value, DesignEffectSource Source, int StableInstances, int CanaryInstances)
{
    /// <summary>Null when nothing should worry anybody.</summary>
    [JsonIgnore]
    public DependenceWarning? Warning => this switch
    {
        { Source: DesignEffectSource.Setting, StableInstances: 1 } => DependenceWarning.OneStableInstance,
        { Source: DesignEffectSource.BetweenReplicas, CanaryInstances: 1 } => DependenceWarning.OneCanaryInstance,
        _ => null,
    };
}

/// <summary>Why evidence may claim more than it knows.</summary>
public enum DependenceWarning
{
    /// <summary>One stable instance: dependence between requests cannot be measured, and the setting counts.</summary>
    OneStableInstance,

    /// <summary>Stable's instances differ lastingly, and the canary has one: an unlucky machine cannot be told from a bad version.</summary>
    OneCanaryInstance,
}
