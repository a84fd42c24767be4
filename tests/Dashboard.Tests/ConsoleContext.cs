using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Dashboard.Tests;

/// <summary>Renders parts of the console with the real texts and without a browser.</summary>
internal sealed class ConsoleContext : BunitContext
{
    public ConsoleContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddLocalization();
    }
}
