namespace Sluice.Dashboard.Notices;

/// <summary>What the bell needs beside the engine.</summary>
internal static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services) => services.AddSingleton<NoticeBoard>().AddScoped<MyNotices>();
}
