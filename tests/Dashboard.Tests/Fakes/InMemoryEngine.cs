using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Domain.Services;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Metrics.Sources;
using Sluice.Engine.Notifications;
using Sluice.Engine.Preferences;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Puts the engine in memory in the real one's place: no database, no gateway, no controllers.</summary>
internal static class InMemoryEngine
{
    public static void UseInMemoryEngine(this IServiceCollection services, InMemorySluice sluice, InMemoryAccess access)
    {
        services.RemoveAll<IHostedService>();
        services.RemoveAll<IWorkloadRuntime>();
        services.AddHostedService(provider => provider.GetRequiredService<DeploymentMeter>());
        services.AddHostedService<AccessWatch>();
        services.AddHostedService<SessionEnd>();
        services.AddSingleton<IAccountStore>(access);
        services.AddSingleton<ITokenStore>(access);
        services.AddSingleton<IAccessReader>(access);
        services.AddSingleton<IPreferenceStore>(new InMemoryPreferences());
        services.AddSingleton<ICommandBus>(sluice);
        services.AddSingleton<ILiveStates>(sluice);
        services.AddSingleton<IPlaceStatuses>(sluice);
        services.AddSingleton<IDeploymentQueries>(sluice);
        services.AddSingleton<IGateQueries>(sluice);
        services.AddSingleton<IMentionQueries>(sluice);
        services.AddSingleton<IProjectionStatuses>(sluice);
        services.AddSingleton<IEventStore>(sluice);
        services.AddSingleton<ISampleFeed>(sluice);
        services.AddSingleton<IMetricSightings>(sluice);
        services.AddSingleton<ISystemHealth>(sluice);
        services.AddSingleton<IStratumStore, InMemoryStrata>();
        services.AddSingleton<InMemoryChannels>();
        services.AddSingleton<IChannelStore>(provider => provider.GetRequiredService<InMemoryChannels>());
        services.AddSingleton<INotifier>(provider => provider.GetRequiredService<InMemoryChannels>());
        services.AddSingleton<IServedHistory, InMemoryServed>();
        services.AddSingleton<IAuditTrail>(access);
        access.Behind = sluice.Audit;
        services.AddSingleton<IAuditLog>(sluice.Audit);
        services.AddSingleton<IAuditVerifier>(sluice.Audit);
        services.AddSingleton<TickLateness>();
        services.AddSingleton<IMetricSources>(new FakeSources());
        services.AddSingleton<IWorkloadRuntime>(new FakeRuntime("first line", "last line"));
        services.AddSingleton<IWorkloadRuntime>(new FakeRuntime("a line") { Kind = RuntimeKind.Container });
    }
}
