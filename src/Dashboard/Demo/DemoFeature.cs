namespace Sluice.Dashboard.Demo;

/// <summary>Adds the demonstration when the product is started with <c>--demo</c>.</summary>
internal static class DemoFeature
{
    private const string Switch = "--demo";
    private const string Setting = "Demo:Enabled";

    /// <summary>A switch without value would swallow the argument after it.</summary>
    public static string[] Normalize(string[] args) => [.. args.Select(arg => arg == Switch ? $"--{Setting}=true" : arg)];

    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetValue(Setting, defaultValue: false))
        {
            services.AddSingleton<DemoShop>();
            services.AddSingleton<IDemo>(provider => provider.GetRequiredService<DemoShop>());
            services.AddHostedService<DemoRun>();
        }

        return services;
    }
}
