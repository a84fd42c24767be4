using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Http;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Shell;

/// <summary>The document around every page. Decides interactivity once: pages live in a circuit, those before sign-in do not.</summary>
public sealed partial class App
{
    private static readonly string[] Sheets =
    [
        "tokens", "base", "shell", "controls", "kit", "radzen",
        "fleet-cells", "fleet", "service", "new", "audit", "deployment", "deployment-actions", "deployment-charts", "deployment-verdict", "deployment-tabs", "inbox", "presence", "freezes",
        "replay",
    ];
    private static readonly IComponentRenderMode Live = new InteractiveServerRenderMode(prerender: false);

    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [Inject]
    private CspNonce Nonce { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private static string Direction => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    private IComponentRenderMode? PageMode => Context.AcceptsInteractiveRouting() ? Live : null;

    /// <summary>Null for those who have no session that could end, such as people whom a proxy vouches for.</summary>
    private TimeSpan? SessionEnds => SessionClock.LeftOf(Context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult, Time);

    private Dictionary<string, object> ImportMapAttributes => new(StringComparer.Ordinal) { ["nonce"] = Nonce.Value };
}
