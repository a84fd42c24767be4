using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Sluice.Domain.Events;
using Sluice.Engine.Settings;
using Sluice.Engine.Store.Embedded;

namespace Sluice.Engine.Store;

/// <summary>Registers the event store.</summary>
public static class StoreServices
{
    private const string ConnectionName = "Sluice";

    /// <summary>
    /// The store, its tables and its readers, on <c>ConnectionStrings:Sluice</c> or, without one, on an embedded PostgreSQL. Features add
    /// an <see cref="ISchemaPart"/>, an <see cref="Upcast"/> or a <see cref="Subscription"/> as singletons. Register it before them.
    /// </summary>
    public static IServiceCollection AddSluiceStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        var external = configuration.GetConnectionString(ConnectionName);
        services.AddSettings<StoreOptions>("Store");
        services.AddSettings<DataOptions>("Data");
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        services.AddSingleton<IValidateOptions<DataOptions>, DataOptionsValidator>();

        if (string.IsNullOrWhiteSpace(external))
        {
            services.AddEmbeddedPostgres();
        }
        else
        {
            services.AddSingleton<IValidateOptions<StoreOptions>>(new ConnectionStringValidator(external));
        }

        services.AddSingleton(provider => StoreDataSource.Create(
            string.IsNullOrWhiteSpace(external) ? provider.GetRequiredService<EmbeddedPostgres>().Reserve() : external,
            provider.GetRequiredService<IOptions<StoreOptions>>().Value.Schema));

        services.AddSingleton<ISchemaPart, MartenTables>();
        services.AddSingleton<ISchemaPart, StoreTables>();
        services.AddSingleton<StoreSchema>();
        services.AddHostedService<StoreStartup>();

        services.AddSingleton(provider => EventCatalogue.Scan([typeof(DomainEvent).Assembly], provider.GetServices<Upcast>()));
        services.AddSingleton<IEventStore, PostgresEventStore>();
        services.AddSingleton<CursorStore>();
        services.AddHostedService<SubscriptionService>();
        return services;
    }

    /// <summary>Keeps a read model up to date. The table itself is an <see cref="ISchemaPart"/> of the feature.</summary>
    public static IServiceCollection AddReadModel<TModel, TRow>(this IServiceCollection services)
        where TModel : class, IReadModel<TRow>
        where TRow : class
    {
        services.AddSingleton<TModel>();
        services.AddSingleton(provider => new ReadModel<TRow>(
            provider.GetRequiredService<TModel>(),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Subscription>>()));
        return services.AddSingleton(provider => provider.GetRequiredService<ReadModel<TRow>>().Subscribe());
    }

    private static void AddEmbeddedPostgres(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DataOptions>>().Value;
            return new EmbeddedPostgres(
                new(options.Directory, options.PostgresPackages ?? FindPackages()),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<EmbeddedPostgres>>());
        });
        services.AddHostedService<EmbeddedPostgresService>();
    }

    /// <summary>A published program brings the packages along; one run from the sources says where npm put them.</summary>
    private static string? FindPackages()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "postgres");
        return Directory.Exists(published)
            ? published
            : Assembly.GetEntryAssembly()?.GetCustomAttributes<AssemblyMetadataAttribute>()
                .FirstOrDefault(metadata => metadata.Key is "PostgresPackages")?.Value;
    }
}
