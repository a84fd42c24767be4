using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

/// <summary>Registers the read models.</summary>
public static class ProjectionServices
{
    /// <summary>The read models with their tables, each with a reader of its own so that none waits for another, and the questions that they answer.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services) => services
        .AddTable<DeploymentReadModel, DeploymentEntry>()
        .AddTable<PhaseReadModel, PhaseBook>()
        .AddTable<MetricReadModel, MetricEntry>()
        .AddTable<ServiceReadModel, ServiceEntry>()
        .AddTable<GateReadModel, GateBook>()
        .AddTable<MentionReadModel, MentionEntry>()
        .AddSingleton<IDeploymentQueries, DeploymentQueries>()
        .AddSingleton<IGateQueries, GateQueries>()
        .AddSingleton<IMentionQueries, MentionQueries>()
        .AddSingleton<IServiceDirectory, ServiceDirectory>()
        .AddSingleton<IProjectionStatuses, ProjectionStatuses>();

    private static IServiceCollection AddTable<TModel, TRow>(this IServiceCollection services)
        where TModel : class, IReadModel<TRow>, ISchemaPart
        where TRow : class =>
        services.AddReadModel<TModel, TRow>().AddSingleton<ISchemaPart>(provider => provider.GetRequiredService<TModel>());
}
