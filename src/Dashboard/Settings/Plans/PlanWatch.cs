using Sluice.Domain;
using Sluice.Domain.PlanTemplates;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>Follows the plans of one tenant's teams.</summary>
internal sealed class PlanWatch(ILiveStates live, TimeProvider time, TenantId tenant, Action changed)
    : BookWatch<PlanBook, PlanEvent>(live, time, tenant, ct => live.FindPlansAsync(tenant, ct), changed);
