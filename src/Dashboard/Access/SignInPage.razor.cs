using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Access;

/// <summary>The way in: by the link printed at start, or by pasting the token. Asks once for the name that orders are recorded under.</summary>
public sealed partial class SignInPage
{
    internal const string Path = "/signin";
    internal const string TokenParameter = "token";
    internal const string ReturnParameter = "return";
    private const string RefusedParameter = "refused";

    private string? _error;
    private bool _proven;

    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [SupplyParameterFromQuery(Name = ReturnParameter)]
    public string? ReturnFromQuery { get; set; }

    [SupplyParameterFromQuery(Name = RefusedParameter)]
    public string? Refused { get; set; }

    [SupplyParameterFromForm]
    public string? Name { get; set; }

    [SupplyParameterFromForm]
    public string? Token { get; set; }

    [SupplyParameterFromForm]
    public string? Return { get; set; }

    [Inject]
    private AccessToken Access { get; set; } = null!;

    [Inject]
    private SignInAttempts Attempts { get; set; } = null!;

    [Inject]
    private SignInRecord Record { get; set; } = null!;

    [Inject]
    private PendingSignIn Pending { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    // Only a path of ours: an address of somebody else would make this page a springboard.
    private string SafeReturn => (Return ?? ReturnFromQuery) is ['/', not ('/' or '\\'), ..] and var path && !path.Any(char.IsControl) ? path : "/";

    protected override async Task OnInitializedAsync()
    {
        if (HttpMethods.IsGet(Context.Request.Method) && Context.Request.Query[TokenParameter] is [{ Length: > 0 } token, ..])
        {
            await FollowLinkAsync(token);
            return;
        }

        _proven = Context.User.Identity?.IsAuthenticated == true || Pending.IsOpen(Context);
        Name ??= Context.User.Identity?.Name;
        if (Refused is not null)
        {
            Fail(StatusCodes.Status401Unauthorized, "SignIn.WrongToken");
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
        if (!_proven && !await IsRightAsync(Token))
        {
            return;
        }

        if (!ActorName.TryParse(Name, out var name))
        {
            Fail(StatusCodes.Status422UnprocessableEntity, "SignIn.WrongName");
            return;
        }

        PendingSignIn.End(Context);
        await Context.SignInAsync(Schemes.Cookie, Principals.Create(name, Schemes.Cookie), new AuthenticationProperties { IsPersistent = true });
        await Record.CameInAsync(Context, name);
        Navigation.NavigateTo(SafeReturn);
    }

    private async Task<bool> IsRightAsync(string? token)
    {
        var from = Context.Connection.RemoteIpAddress;
        if (!Attempts.MayTry(from))
        {
            Context.Response.Headers.RetryAfter = "60";
            Fail(StatusCodes.Status429TooManyRequests, "SignIn.TooMany");
            return false;
        }

        if (Access.Matches(token))
        {
            return true;
        }

        Attempts.WasWrong(from);
        await Record.WasRefusedAsync(Context, Name, CommandSource.Ui);
        Fail(StatusCodes.Status401Unauthorized, "SignIn.WrongToken");
        return false;
    }

    private void Fail(int status, string text)
    {
        Context.Response.StatusCode = status;
        _error = T[text];
    }
}
