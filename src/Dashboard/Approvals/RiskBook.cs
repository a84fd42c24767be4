using Microsoft.Extensions.Options;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Approvals;

/// <summary>What makes a yes more than routine. Brings the rule what it cannot know: the clock, working hours, and how the attempt before ended.</summary>
internal sealed class RiskBook(ILiveStates live, TimeProvider time, IOptions<ApprovalsOptions> options)
{
    private readonly WorkingHours? _hours = options.Value.Hours;

    /// <exception cref="Engine.Store.StoreUnavailableException">It is not in memory and cannot be read.</exception>
    public async ValueTask<Deployment?> BeforeAsync(TenantId tenant, ServiceEnvironment? place, CancellationToken ct) =>
        place?.LastWithoutSuccess is { } id ? (await live.FindDeploymentAsync(tenant, id, ct))?.State : null;

    /// <param name="before">From <see cref="BeforeAsync"/>.</param>
    public ValueList<GateRisk> Of(Deployment state, Gate gate, Service? service, Deployment? before) =>
        GateRisks.Of(gate, state, After(state, gate), service, before, _hours?.Includes(time.GetUtcNow()) == false);

    /// <summary>The share of the new release after a yes.</summary>
    public static Share After(Deployment state, Gate gate) => Consequence.After(DeploymentAction.Approve, state with { OpenGate = gate }) ?? state.Asked.Canary;
}
