using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Http;
using Sluice.Dashboard.Shell;

namespace Sluice.Dashboard;

/// <summary>The product in one process. Composes the features and nothing else: what a feature needs, it registers itself.</summary>
public sealed class DashboardHost : IAsyncDisposable
{
    /// <param name="args">The command line, which overrides <c>appsettings.json</c> and the environment.</param>
    /// <param name="configure">Runs after every registration, so that a test can replace a part.</param>
    public DashboardHost(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings and assets lie beside the program, from whatever directory it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(DataDirectory.From(builder.Configuration));
        builder.AddHttpDefaults();
        builder.Services.AddAccess();
        builder.Services.AddShell();
        configure?.Invoke(builder);

        App = builder.Build();
        App.UseHttpDefaults();
        App.UseAccess();
        App.MapStaticAssets().AllowAnonymous();
        App.MapHealth();
        App.MapDescription();
        App.MapAccess();
        App.MapShell();
    }

    /// <summary>The application behind the host: services, routes and addresses.</summary>
    public WebApplication App { get; }

    /// <summary>Runs until it is told to stop. Mistakes in the settings are printed as sentences, all at once.</summary>
    /// <returns>The exit code: 0 after a normal stop, 2 when the settings are wrong.</returns>
    public async Task<int> RunAsync()
    {
        try
        {
            await App.RunAsync();
            return 0;
        }
        catch (OptionsValidationException ex)
        {
            foreach (var failure in ex.Failures)
            {
                await Console.Error.WriteLineAsync(failure);
            }

            return 2;
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
