using Sluice.Domain;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Settings;

/// <summary>Follows what is set for everybody of one tenant.</summary>
internal sealed class SettingsWatch(ILiveStates live, TimeProvider time, TenantId tenant, Action changed)
    : BookWatch<SettingsBook, SettingsEvent>(live, time, tenant, ct => live.FindSettingsAsync(tenant, ct), changed);
