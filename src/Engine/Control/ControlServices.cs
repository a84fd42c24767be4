using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Applications;
using Sluice.Engine.Commands;
using Sluice.Engine.Compose;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Metrics.Scraping;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Retention;
using Sluice.Engine.Store;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>Registers commands, live states and controllers.</summary>
public static class ControlServices
{
    /// <summary>Register the store, workloads, traffic and metrics before it.</summary>
    public static IServiceCollection AddControl(this IServiceCollection services)
    {
        services.AddSingleton<IStreamDirectory, StreamDirectory>();
        services.AddSingleton<StateCache>();
        services.AddSingleton<StoreWatch>();
        services.AddSingleton<IComponentWatch>(provider => provider.GetRequiredService<StoreWatch>());
        services.AddSingleton<SystemHealth>();
        services.AddSingleton<ISystemHealth>(provider => provider.GetRequiredService<SystemHealth>());
        services.AddHostedService(provider => provider.GetRequiredService<SystemHealth>());
        services.AddSingleton<LiveStates>();
        services.AddSingleton<ILiveStates>(provider => provider.GetRequiredService<LiveStates>());
        services.AddSingleton<PlaceStatuses>();
        services.AddSingleton<IPlaceStatuses>(provider => provider.GetRequiredService<PlaceStatuses>());
        services.AddScraping();
        services.AddServedHistory();
        services.AddSingleton<CommandBus>();
        services.AddSingleton<ICommandBus>(provider => provider.GetRequiredService<CommandBus>());
        services.AddSingleton<TickLateness>();
        services.AddSingleton(provider => new ControlParts(
            provider.GetRequiredService<ICommandBus>(),
            provider.GetRequiredService<ILiveStates>(),
            provider.GetRequiredService<PlaceStatuses>(),
            provider.GetRequiredService<WorkloadRuntimes>(),
            provider.GetRequiredService<ITrafficRouter>(),
            provider.GetRequiredService<IMetricSource>(),
            provider.GetRequiredService<ISampleFeed>(),
            provider.GetRequiredService<IStratumStore>(),
            provider.GetRequiredService<TimeProvider>())
        {
            Marks = provider.GetRequiredService<ValueMarks>(),
        });
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton<NodeChannel>();
        services.AddSingleton<INodeChannel>(provider => provider.GetRequiredService<NodeChannel>());
        services.AddHostedService(provider => provider.GetRequiredService<NodeChannel>());
        services.AddHostedService<ControlLoop>();
        services.AddSingleton<ComposeDesk>();
        services.AddSingleton<RolloutSights>();
        services.AddSingleton<RolloutDriver>();
        services.AddHostedService<RolloutLoop>();
        services.AddHostedService<ImageRecorder>();
        services.AddHostedService<ImagePruner>();
        return services;
    }
}
