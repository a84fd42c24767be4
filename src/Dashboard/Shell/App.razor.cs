using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Http;
using Sluice.Dashboard.Preferences;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Shell;

/// <summary>The document around every page. Decides interactivity once: pages live in a circuit, those before sign-in do not.</summary>
public sealed partial class App
{
    /// <summary>What the first script imports, directly or not: without their names a browser learns of them one after another.</summary>
    internal static readonly string[] Modules =
    [
        "keymap", "connection", "as-of", "audit-keys", "bell", "bundle", "clock", "compose", "drafts", "fleet-keys", "form-keys", "import", "inbox-keys", "palette", "pause", "replay-keys", "service-keys", "title", "too-long", "retry", "session", "vitals", "zones",
        "text", "away", "beacons", "knock", "sent", "live", "upload", "zone-clock",
    ];

    private static readonly IComponentRenderMode Live = new InteractiveServerRenderMode(prerender: false);

    /// <summary>A look is not worth waiting for a database that hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [Inject]
    private CspNonce Nonce { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private MyPreferences Preferences { get; set; } = null!;

    /// <summary>What the person has chosen, for the browser; null when it is not known, and the browser's own memory counts.</summary>
    private string? LookText { get; set; }

    [Inject]
    private ILiveStates States { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    /// <summary>How it is painted for whoever has chosen nothing; null when it is not known, and the system decides.</summary>
    private string? DefaultTheme { get; set; }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private static string Direction => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    private IComponentRenderMode? PageMode => Context.AcceptsInteractiveRouting() ? Live : null;

    private bool IsSignedIn => Context.User.Identity?.IsAuthenticated == true;

    /// <summary>Null for those who have no session that could end, such as people whom a proxy vouches for.</summary>
    private TimeSpan? SessionEnds => SessionClock.LeftOf(Context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult, Time);

    private Dictionary<string, object> ImportMapAttributes => new(StringComparer.Ordinal) { ["nonce"] = Nonce.Value };

    protected override async Task OnInitializedAsync()
    {
        if (!IsSignedIn)
        {
            return;
        }

        // Each by itself: what is set for everybody is in memory, and stands while the database does not answer.
        await TryAsync(async () => DefaultTheme = Words.Of((await States.FindSettingsAsync(Current.Tenant, Context.RequestAborted).AsTask().WaitAsync(s_patience, Time, Context.RequestAborted)).State.Theme));
        await TryAsync(async () =>
        {
            var look = await Preferences.ReadAsync<Look>(Look.Key, Context.RequestAborted).WaitAsync(s_patience, Time, Context.RequestAborted);
            LookText = look is null ? null : JsonSerializer.Serialize(look, JsonSerializerOptions.Web);
        });
    }

    private static async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception ex) when (ex is StoreUnavailableException or TimeoutException or UnknownEventException)
        {
            // The browser remembers it as well, or goes by the system.
        }
    }
}
