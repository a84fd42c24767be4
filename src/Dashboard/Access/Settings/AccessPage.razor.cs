using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Access.Settings;

/// <summary>Everybody's accounts, roles, groups and tokens, for administrators of the whole tenant.</summary>
public sealed partial class AccessPage(CurrentActor current, AccessDirectory directory, Accounts accounts, ApiTokens tokens, IStringLocalizer<Texts> T)
{
    internal const string Path = "/settings/access";

    private AccessAnswer? _answer;
    private string? _done;
    private IReadOnlyList<Account> _accounts = [];
    private IReadOnlyList<ApiToken> _tokens = [];

    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [SupplyParameterFromForm]
    public string? Name { get; set; }

    [SupplyParameterFromForm]
    public string? DisplayName { get; set; }

    [SupplyParameterFromForm]
    public string? Grants { get; set; }

    [SupplyParameterFromForm]
    public string? Groups { get; set; }

    [SupplyParameterFromForm]
    public string? Password { get; set; }

    [SupplyParameterFromForm]
    public bool Disabled { get; set; }

    [SupplyParameterFromForm]
    public string? Do { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        await directory.ReadAsync(Context.RequestAborted);
        Load();
    }

    private string Facts(Account account) => T[
        "Access.Facts", T[$"Source.{account.Source}"], Times.Full(account.CreatedAt), account.CreatedBy, account.LastSignInAt is { } at ? Times.Full(at) : T["Token.Never"]];

    private void Load()
    {
        _accounts = directory.Now.Accounts(current.Tenant);
        _tokens = [.. directory.Now.Tokens(current.Tenant).Where(token => token.RevokedAt is null)];
    }

    private async Task CreateAsync()
    {
        var (grants, errors) = GrantText.ParseAll(Grants, "grants");
        _answer = errors.Count > 0
            ? new AccessAnswer.Refused(errors)
            : await accounts.CreateAsync(
                current.Requester, AccountName.Typed(Name), DisplayName ?? string.Empty, AccountRules.Groups(Groups), grants, Password, Context.RequestAborted);
        Tell(T["Access.Created"]);
    }

    private async Task ChangeAsync(Account account)
    {
        switch (Do)
        {
            case "reset":
                _answer = await accounts.ResetPasswordAsync(current.Requester, account.Name, Context.RequestAborted);
                Tell(T["Access.ResetDone", account.Name]);
                break;
            case "everywhere":
                _answer = await accounts.SignOutEverywhereAsync(current.Requester, account.Name, Context.RequestAborted);
                Tell(T["Access.EverywhereDone", account.Name]);
                break;
            default:
                var (grants, errors) = GrantText.ParseAll(Grants, "grants");
                _answer = errors.Count > 0
                    ? new AccessAnswer.Refused(errors)
                    : await accounts.ChangeAsync(
                        current.Requester, account.Name, DisplayName ?? string.Empty, AccountRules.Groups(Groups), grants, Disabled, Context.RequestAborted);
                Tell(T["Access.Saved", account.Name]);
                break;
        }
    }

    private async Task RevokeAsync(string id)
    {
        _answer = await tokens.RevokeAsync(current.Requester, id, owner: null, Context.RequestAborted);
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
