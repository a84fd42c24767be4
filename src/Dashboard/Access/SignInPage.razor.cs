using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Access;

/// <summary>The way in: by name and password, by the link printed at start, or on to a provider. With the token it asks once for the name that orders are recorded under.</summary>
public sealed partial class SignInPage
{
    internal const string Path = "/signin";
    internal const string TokenParameter = "token";
    internal const string ReturnParameter = "return";
    private const string WayParameter = "with";
    private const string RefusedParameter = "refused";

    private string? _error;
    private bool _proven;
    private AccessSnapshot _now = AccessSnapshot.Unread;

    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [SupplyParameterFromQuery(Name = ReturnParameter)]
    public string? ReturnFromQuery { get; set; }

    [SupplyParameterFromQuery(Name = RefusedParameter)]
    public string? Refused { get; set; }

    [SupplyParameterFromQuery(Name = Provider.RefusedParameter)]
    public string? RefusedByProvider { get; set; }

    [SupplyParameterFromQuery(Name = WayParameter)]
    public string? WithFromQuery { get; set; }

    [SupplyParameterFromForm]
    public string? With { get; set; }

    [SupplyParameterFromForm]
    public string? Name { get; set; }

    [SupplyParameterFromForm]
    public string? Token { get; set; }

    [SupplyParameterFromForm]
    public string? Password { get; set; }

    [SupplyParameterFromForm]
    public string? Return { get; set; }

    [Inject]
    private AccessToken Access { get; set; } = null!;

    [Inject]
    private AccessDirectory Directory { get; set; } = null!;

    [Inject]
    private PasswordSignIn Passwords { get; set; } = null!;

    [Inject]
    private IOptions<ProviderOptions> Settings { get; set; } = null!;

    [Inject]
    private TenantChoice Tenants { get; set; } = null!;

    [Inject]
    private IGrants Grants { get; set; } = null!;

    [Inject]
    private IAuditTrail Audit { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private SignInAttempts Attempts { get; set; } = null!;

    [Inject]
    private PendingSignIn Pending { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    private string SafeReturn => Safe(Return ?? ReturnFromQuery);

    // Of no tenant there is nothing to sign in to; what is tried there all the same is told to whoever runs the installation.
    private TenantId Tenant => Tenants.Of(Context) ?? TenantId.Default;

    private string? Address => Context.Connection.RemoteIpAddress?.ToString();

    private SignInWay Way => (With ?? WithFromQuery) switch
    {
        _ when _proven => SignInWay.Name,
        _ when !Access.IsEnabled => SignInWay.Password,
        "token" => SignInWay.Token,
        "password" => SignInWay.Password,
        _ => _now.Accounts(Tenant).Count > 0 ? SignInWay.Password : SignInWay.Token,
    };

    /// <summary>Only a path of ours: an address of somebody else would make this page a springboard.</summary>
    internal static string Safe(string? given) => given is ['/', not ('/' or '\\'), ..] && !given.Any(char.IsControl) ? given : "/";

    protected override async Task OnInitializedAsync()
    {
        _now = await Directory.ReadAsync(Context.RequestAborted);
        if (HttpMethods.IsGet(Context.Request.Method) && Context.Request.Query[TokenParameter] is [{ Length: > 0 } token, ..])
        {
            await FollowLinkAsync(token);
            return;
        }

        // Only who holds the installation's token may choose a name; anybody else proves theirs.
        var isBootstrap = Context.User.Kind() is Principals.BootstrapKind && Grants.IsAlive(Context.User);
        _proven = isBootstrap || (Access.IsEnabled && Pending.IsOpen(Context));
        Name ??= isBootstrap ? Context.User.Identity?.Name : null;
        if (Refused is not null)
        {
            Fail(StatusCodes.Status401Unauthorized, "SignIn.WrongToken");
        }
        else if (RefusedByProvider is not null)
        {
            Fail(StatusCodes.Status401Unauthorized, "SignIn.ProviderRefused");
        }
    }

    // The token leaves the address bar at once, whether it is right or wrong.
    private async Task FollowLinkAsync(string token)
    {
        Context.Response.Headers.CacheControl = "no-store";
        if (await IsRightAsync(token))
        {
            Pending.Begin(Context);
            Navigation.NavigateTo($"{Path}?{ReturnParameter}={Uri.EscapeDataString(SafeReturn)}");
        }
        else if (Context.Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            Navigation.NavigateTo($"{Path}?{RefusedParameter}=1");
        }
    }

    private async Task SubmitAsync()
    {
        if (Tenants.Of(Context) is null)
        {
            Fail(StatusCodes.Status401Unauthorized, "SignIn.WrongPassword");
            return;
        }

        if (Way is SignInWay.Password)
        {
            await SubmitPasswordAsync();
            return;
        }

        if (!_proven && !await IsRightAsync(Token))
        {
            return;
        }

        if (!ActorName.TryParse(Name, out var name))
        {
            Fail(StatusCodes.Status422UnprocessableEntity, "SignIn.WrongName");
            return;
        }

        if (_now.Find(Tenant, AccountName.Typed(name)) is not null)
        {
            Fail(StatusCodes.Status422UnprocessableEntity, "SignIn.NameTaken");
            return;
        }

        PendingSignIn.End(Context);
        await RecordAsync(name, AuditOutcome.Applied, "bootstrap token");
        await EnterAsync(Principals.Bootstrap(Tenant, name, Access.Stamp, Schemes.Cookie));
    }

    private async Task SubmitPasswordAsync()
    {
        if (!MayTry())
        {
            return;
        }

        try
        {
            var account = await Passwords.TryAsync(Tenant, Name, Password, Address, Context.RequestAborted);
            if (account is null)
            {
                Attempts.WasWrong(Context.Connection.RemoteIpAddress);
                Fail(StatusCodes.Status401Unauthorized, "SignIn.WrongPassword");
                return;
            }

            await EnterAsync(Principals.Of(account, Schemes.Cookie));
        }
        catch (StoreUnavailableException)
        {
            Fail(StatusCodes.Status503ServiceUnavailable, "Form.StoreDown");
        }
    }

    private async Task EnterAsync(System.Security.Claims.ClaimsPrincipal user)
    {
        await Context.SignInAsync(Schemes.Cookie, user, new AuthenticationProperties { IsPersistent = true });
        Navigation.NavigateTo(SafeReturn);
    }

    private bool MayTry()
    {
        if (Attempts.MayTry(Context.Connection.RemoteIpAddress))
        {
            return true;
        }

        Context.Response.Headers.RetryAfter = "60";
        Fail(StatusCodes.Status429TooManyRequests, "SignIn.TooMany");
        return false;
    }

    private async Task<bool> IsRightAsync(string? token)
    {
        if (!MayTry())
        {
            return false;
        }

        if (Access.Matches(token))
        {
            return true;
        }

        Attempts.WasWrong(Context.Connection.RemoteIpAddress);
        await RecordAsync("unknown", AuditOutcome.Refused, "wrong bootstrap token");
        Fail(StatusCodes.Status401Unauthorized, "SignIn.WrongToken");
        return false;
    }

    private ValueTask RecordAsync(string actor, AuditOutcome outcome, string reason) =>
        Audit.RecordAsync(new Requester(Tenant, actor, "ui", Address).Entry(Time, AccessActions.SignIn, "console", outcome, reason), Context.RequestAborted);

    private void Fail(int status, string text)
    {
        Context.Response.StatusCode = status;
        _error = T[text];
    }
}
