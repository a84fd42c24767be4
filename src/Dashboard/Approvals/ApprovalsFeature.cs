namespace Sluice.Dashboard.Approvals;

/// <summary>What the inbox and its badge need beside the engine.</summary>
internal static class ApprovalsFeature
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services.AddSingleton<GateBoard>();
}
