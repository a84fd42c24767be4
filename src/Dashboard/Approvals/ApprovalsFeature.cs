using Microsoft.Extensions.Options;

namespace Sluice.Dashboard.Approvals;

/// <summary>What the inbox and its badge need beside the engine.</summary>
internal static class ApprovalsFeature
{
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddOptions<ApprovalsOptions>().BindConfiguration("Approvals:WorkingHours").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApprovalsOptions>, ApprovalsOptionsValidator>();
        services.AddSingleton<RiskBook>();
        services.AddSingleton<GateBoard>();
        return services;
    }
}
