namespace Sluice.Dashboard.Audit;

/// <summary>The audit log for people and programs.</summary>
internal static class AuditFeature
{
    public static IServiceCollection AddAuditPage(this IServiceCollection services) => services.AddSingleton<AuditExports>();
}
