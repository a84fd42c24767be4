using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Access.Settings;

/// <summary>One's own account: password, sessions, API tokens. Plain forms, because a changed password means a new session.</summary>
public sealed partial class MePage(
    CurrentActor current, AccessDirectory directory, Accounts accounts, ApiTokens tokens, NavigationManager navigation, SignInAttempts attempts, IStringLocalizer<Texts> T)
{
    internal const string Path = "/settings/me";

    private AccessAnswer? _answer;
    private string? _done;
    private Account? _account;
    private IReadOnlyList<ApiToken> _tokens = [];

    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [SupplyParameterFromForm]
    public string? OldPassword { get; set; }

    [SupplyParameterFromForm]
    public string? NewPassword { get; set; }

    [SupplyParameterFromForm]
    public string? TokenName { get; set; }

    [SupplyParameterFromForm]
    public string? TokenGrants { get; set; }

    [SupplyParameterFromForm]
    public int TokenDays { get; set; }

    [SupplyParameterFromForm]
    public bool Shows { get; set; }

    private CurrentActor Current => current;

    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        await directory.ReadAsync(Context.RequestAborted);
        Load();
    }

    private void Load()
    {
        _account = current.Account is { } name ? directory.Now.Find(current.Tenant, name) : null;
        _tokens = [.. directory.Now.Tokens(current.Tenant).Where(token => token.Owner == current.Account && token.RevokedAt is null)];
    }

    private async Task ChangePasswordAsync()
    {
        // The old password could be guessed here as well as at the door.
        var from = Context.Connection.RemoteIpAddress;
        if (!attempts.MayTry(from))
        {
            Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            _done = T["SignIn.TooMany"];
            return;
        }

        _answer = await accounts.ChangePasswordAsync(current.Requester, current.Account ?? default, OldPassword, NewPassword, Context.RequestAborted);
        if (_answer is AccessAnswer.Refused refused)
        {
            if (refused.Errors.Any(error => error.Field is "old_password"))
            {
                attempts.WasWrong(from);
            }

            Context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        // This session goes on; all others carry the old stamp.
        Load();
        await Context.SignInAsync(Schemes.Cookie, Principals.Of(_account!, Schemes.Cookie), new AuthenticationProperties { IsPersistent = true });
        _done = T["Me.PasswordChanged"];
    }

    private async Task SignOutEverywhereAsync()
    {
        await accounts.SignOutEverywhereAsync(current.Requester, current.Account ?? default, Context.RequestAborted);
        await Context.SignOutAsync(Schemes.Cookie);
        navigation.NavigateTo(SignInPage.Path);
    }

    private async Task ShowPresenceAsync()
    {
        _answer = await accounts.ShowPresenceAsync(current.Tenant, current.Account ?? default, Shows, Context.RequestAborted);
        Tell(T["Me.PresenceSaved"]);
    }

    private async Task CreateTokenAsync()
    {
        var (grants, errors) = GrantText.ParseAll(TokenGrants, "grants");
        _answer = errors.Count > 0
            ? new AccessAnswer.Refused(errors)
            : await tokens.CreateAsync(current.Requester, current.Account, TokenName ?? string.Empty, grants, TokenDays, Context.RequestAborted);
        Tell(T["Token.Created"]);
    }

    private async Task RevokeAsync(string id)
    {
        _answer = await tokens.RevokeAsync(current.Requester, id, current.IsBootstrap ? null : current.Account!.Value, Context.RequestAborted);
        Tell(T["Token.Revoked"]);
    }

    private void Tell(string done)
    {
        if (_answer is AccessAnswer.Refused)
        {
            Context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        else
        {
            _done = done;
        }

        Load();
    }
}
