using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;

namespace Sluice.Engine.Access;

/// <summary>Registers accounts and tokens.</summary>
public static class AccessServices
{
    /// <summary>The tables, the stores and what is done with them. An audit trail that is registered too is used, whether before or after.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<IAuditTrail, NoAuditTrail>();
        services.AddSingleton<ISchemaPart, AccessTables>();
        services.AddSingleton<IAccountStore, PostgresAccountStore>();
        services.AddSingleton<ITokenStore, PostgresTokenStore>();
        services.AddSingleton<IAccessReader, PostgresAccessReader>();
        services.AddSingleton<AccessDirectory>();
        services.AddSingleton<TokenUse>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<ExternalSignIn>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<ApiTokens>();
        services.AddHostedService<AccessWatch>();
        return services;
    }
}
