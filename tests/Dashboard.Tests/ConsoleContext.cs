using Bunit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Kit;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Tests;

/// <summary>Renders parts of the console with the real texts and without a browser.</summary>
internal sealed class ConsoleContext : BunitContext
{
    /// <summary>A second, the library's own patience, is short for a busy machine; nobody waits longer than it takes.</summary>
    static ConsoleContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    public ConsoleContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddLocalization();
        Services.AddScoped<AddressTrail>();
        Services.AddSingleton(StrategyBook.Empty);
    }
}
