using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sluice.Engine.Live;
using Sluice.Engine.Settings;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads.Containers;
using Sluice.Engine.Workloads.External;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads;

/// <summary>Registers everything that runs instances.</summary>
public static class WorkloadRegistration
{
    public static IServiceCollection AddWorkloads(this IServiceCollection services)
    {
        services.AddSettings<DataOptions>("Data");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DataOptions>, DataOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ReadinessProbe>();
        services.AddSingleton<ValueMarks>();
        services.AddSingleton<IProcessTable>(_ => OperatingSystem.IsLinux() ? new LinuxProcessTable() : new PsProcessTable());
        services.AddSingleton<IWorkloadRuntime, ProcessRuntime>();
        services.AddSingleton<IWorkloadRuntime, ExternalRuntime>();
        services.AddSettings<ContainerOptions>(ContainerOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ContainerOptions>, ContainerOptionsValidator>());
        services.AddSingleton<ContainersWatch>();
        services.AddSingleton<IComponentWatch>(provider => provider.GetRequiredService<ContainersWatch>());
        services.AddSingleton<EngineClient>();
        services.AddSingleton<ImagesInUse>();
        services.AddSingleton<FetchedImages>();
        services.AddSingleton<IWorkloadRuntime, ContainerRuntime>();
        services.AddHostedService<EngineWatcher>();
        services.AddSingleton<WorkloadRuntimes>();
        return services;
    }
}
