using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Shell;

/// <summary>Keeps the rest standing when a page or one of its panels fails: says so in its place, with the id under which the log knows it.</summary>
public sealed partial class FaultBoundary : ErrorBoundaryBase
{
    private string _id = "";

    /// <summary>What the panel shows, as its title says it; null around a whole page.</summary>
    [Parameter]
    public string? Panel { get; set; }

    [Inject]
    private ILogger<FaultBoundary> Logger { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    protected override Task OnErrorAsync(Exception exception)
    {
        _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Log.PageFailed(Logger, _id, exception);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        if (Panel is null)
        {
            // The page that would name the tab is not there, and the name of the one before must not stay.
            builder.OpenComponent<TabTitle>(1);
            builder.AddComponentParameter(2, nameof(TabTitle.ChildContent), (RenderFragment)(title => title.AddContent(0, T["Fault.Title"].Value)));
            builder.CloseComponent();
        }

        builder.OpenComponent<Problem>(3);
        builder.AddComponentParameter(4, nameof(Problem.Title), Panel is null ? T["Fault.Title"].Value : T["Fault.Panel", Panel].Value);
        builder.AddComponentParameter(5, nameof(Problem.Detail), T["Fault.Page"].Value);
        builder.AddComponentParameter(6, nameof(Problem.Id), _id);
        builder.AddComponentParameter(7, nameof(Problem.OnRetry), EventCallback.Factory.Create(this, Recover));
        builder.CloseComponent();
    }

    private static partial class Log
    {
        [LoggerMessage(1002, LogLevel.Error, "{Id}: a page or a panel failed")]
        public static partial void PageFailed(ILogger logger, string id, Exception exception);
    }
}
