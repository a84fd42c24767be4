using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Audit;
using Sluice.Dashboard.Compose;
using Sluice.Dashboard.Demo;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Http;
using Sluice.Dashboard.Live;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Notifications;
using Sluice.Dashboard.Preferences;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Settings;
using Sluice.Dashboard.Shell;
using Sluice.Engine.Audit;
using Sluice.Engine.Control;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using Sluice.Engine.Store.Embedded;
using Sluice.Engine.Strategies;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Dashboard;

/// <summary>The product in one process. Composes the features and nothing else: what a feature needs, it registers itself.</summary>
public sealed class DashboardHost : IAsyncDisposable
{
    /// <param name="args">The command line, which overrides <c>appsettings.json</c> and the environment.</param>
    /// <param name="configure">Runs after every registration, so that a test can replace a part.</param>
    public DashboardHost(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Before anything is started: database, gateway and instances outlive whoever started us.
        Descriptors.KeepFromChildren();

        // Settings and assets lie beside the program, from whatever directory it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = DemoFeature.Normalize(args), ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(DataDirectory.From(builder.Configuration));
        builder.Services.AddSluiceStore(builder.Configuration);
        builder.Services.AddWorkloads();
        builder.Services.AddTraffic();
        builder.Services.AddSampling();
        builder.Services.AddProjections();
        builder.Services.AddControl();
        builder.Services.AddStrategies();
        builder.Services.AddAudit();
        builder.AddHttpDefaults();
        builder.Services.AddAccess();
        builder.Services.AddPersonal();
        builder.Services.AddShell();
        builder.Services.AddFleet();
        builder.Services.AddDeploymentPage();
        builder.Services.AddApprovals();
        builder.Services.AddNotices();
        builder.Services.AddChannels();
        builder.Services.AddFreezes();
        builder.Services.AddSettingsPages();
        builder.Services.AddComposePages();
        builder.Services.AddNewDeploymentPage();
        builder.Services.AddAuditPage();
        builder.Services.AddReplay();
        builder.Services.AddLiveHub();
        builder.Services.AddSluiceApi();
        builder.Services.AddDemo(builder.Configuration);
        configure?.Invoke(builder);

        App = builder.Build();
        App.UseHttpDefaults();
        App.UseAccess();
        App.MapStaticAssets().AllowAnonymous();
        App.MapHealth();
        App.MapDescription();
        App.MapAccess();
        App.MapPersonal();
        App.MapSluiceApi();
        App.MapLiveHub();
        App.MapShell();
    }

    /// <summary>The application behind the host: services, routes and addresses.</summary>
    public WebApplication App { get; }

    /// <summary>Runs until it is told to stop. Mistakes in the settings are printed as sentences, all at once.</summary>
    /// <returns>The exit code: 0 after a normal stop, 2 when the settings are wrong or an address is taken, 3 when another Sluice uses the data directory.</returns>
    public async Task<int> RunAsync()
    {
        // Before the host looks, which would log a stack trace for a spelling mistake.
        if (SettingsMistakes() is { Count: > 0 } mistakes)
        {
            return await RefuseAsync(mistakes);
        }

        try
        {
            // Made before the host makes them, which would log a stack trace for a directory that is in use.
            _ = App.Services.GetServices<IHostedService>();
            await App.RunAsync();
            return 0;
        }
        catch (DataDirectoryInUseException ex)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 3;
        }
    }

    /// <summary>A sentence for each value in the settings that cannot be used.</summary>
    internal IReadOnlyList<string> SettingsMistakes()
    {
        var addresses = ListenAddresses.Mistakes(App.Configuration[ListenAddresses.Key]);
        try
        {
            App.Services.GetService<IStartupValidator>()?.Validate();
            return addresses;
        }
        catch (Exception ex) when (ex is OptionsValidationException or AggregateException)
        {
            return [.. Failures(ex), .. addresses];
        }
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> failures)
    {
        foreach (var failure in failures)
        {
            await Console.Error.WriteLineAsync(failure);
        }

        return 2;
    }

    // Several sections with mistakes arrive together.
    private static IEnumerable<string> Failures(Exception exception) => exception switch
    {
        OptionsValidationException wrong => wrong.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Failures),
        _ => [exception.Message],
    };

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
