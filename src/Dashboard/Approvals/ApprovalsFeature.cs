using Microsoft.Extensions.Options;
using Sluice.Engine.Settings;

namespace Sluice.Dashboard.Approvals;

/// <summary>What the inbox and its badge need beside the engine.</summary>
internal static class ApprovalsFeature
{
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddSettings<ApprovalsOptions>("Approvals:WorkingHours");
        services.AddSingleton<IValidateOptions<ApprovalsOptions>, ApprovalsOptionsValidator>();
        services.AddSingleton<RiskBook>();
        services.AddSingleton<GateBoard>();
        return services;
    }
}
