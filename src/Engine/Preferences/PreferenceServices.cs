using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Store;

namespace Sluice.Engine.Preferences;

/// <summary>Registers what people have chosen for themselves.</summary>
public static class PreferenceServices
{
    public static IServiceCollection AddPreferences(this IServiceCollection services) =>
        services.AddSingleton<ISchemaPart, PreferenceTable>().AddSingleton<IPreferenceStore, PostgresPreferenceStore>();
}
