using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <summary>Registers the audit log.</summary>
public static class AuditServices
{
    /// <summary>The trail, the chain over events and entries, and the questions they answer. From here on every order is recorded. Register it after the commands.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddAuditLog();
        services.AddSingleton<ChainWriter>();
        services.AddHostedService<Chainer>();
        services.AddSingleton<ICommandBus>(provider => ActivatorUtilities.CreateInstance<AuditedCommandBus>(provider, provider.GetRequiredService<CommandBus>()));
        return services;
    }

    /// <summary>Only the log itself, for a program that gives no orders: to read it, to check it, and to enter that.</summary>
    public static IServiceCollection AddAuditLog(this IServiceCollection services)
    {
        services.AddSingleton<ISchemaPart, AuditTables>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddSingleton<IAuditVerifier, AuditVerifier>();
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<AuditCheck>();
        return services;
    }
}
