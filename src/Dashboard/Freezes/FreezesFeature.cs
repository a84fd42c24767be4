namespace Sluice.Dashboard.Freezes;

/// <summary>What the pages about freezes need beside the engine.</summary>
internal static class FreezesFeature
{
    public static IServiceCollection AddFreezes(this IServiceCollection services) => services.AddSingleton<FreezeText>();
}
