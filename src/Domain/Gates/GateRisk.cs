using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Gates;

/// <summary>What makes a yes more than routine. Shown to those who decide; it forbids nothing.</summary>
public enum GateRisk
{
    FailingCheck,
    LittleData,

    /// <summary>Half of the traffic or more at once.</summary>
    BigStep,

    /// <summary>The release says that it changes how data is stored.</summary>
    SchemaChange,

    /// <summary>Beside what runs, how it is configured changes too.</summary>
    ConfigurationChange,

    /// <summary>The deployment before this one did not succeed here.</summary>
    FirstAfterFailure,

    /// <summary>Somebody acted against the evidence, or round a question, in this deployment.</summary>
    Override,
    OutsideHours,
}

/// <summary>Works out the risks of a yes.</summary>
public static class GateRisks
{
    private const decimal BigStep = 50;

    /// <param name="to">The share after a yes.</param>
    /// <param name="service">Null when it is not known.</param>
    /// <param name="before">The last deployment to the same place that did not become the live one; null for none since.</param>
    /// <param name="isOutsideHours">People who could help are not expected to be at work.</param>
    public static ValueList<GateRisk> Of(Gate gate, Deployment state, Share to, Service? service, Deployment? before, bool isOutsideHours)
    {
        if (!gate.GoesOn)
        {
            return [];
        }

        var (release, live) = (service?.Release(state.Spec.ToRelease)?.Spec, state.Spec.FromRelease is { } from ? service?.Release(from)?.Spec : null);
        return Enum.GetValues<GateRisk>().Where(risk => risk switch
        {
            GateRisk.FailingCheck => state.Verdict is { HasFailingCheck: true },
            GateRisk.LittleData => state.LacksData,
            GateRisk.BigStep => state.Spec.FromRelease is not null && to.Percent - state.Asked.Canary.Percent >= BigStep,
            GateRisk.SchemaChange => release is { SchemaChange: true },
            GateRisk.ConfigurationChange => release is not null && live is not null && ReleaseChanges.Between(live, release).Any(change => change.IsConfiguration),
            GateRisk.FirstAfterFailure => before is { Status: DeploymentStatus.Ended { Outcome: not Outcome.Succeeded } } && before.Id != state.Id,
            GateRisk.Override => state.HasOverride,
            _ => isOutsideHours,
        }).ToValueList();
    }
}
