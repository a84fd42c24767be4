using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Http;
using Sluice.Dashboard.Access.Settings;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>The pages of everybody's accounts and of one's own, in each of their states.</summary>
public sealed class AccountPageTests : IDisposable
{
    private static readonly RoleGrant s_viewer = new(Role.Viewer);
    private readonly AccountScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Without_accounts_the_first_is_asked_for_and_proposed_as_an_administrator()
    {
        _scene.SignIn();
        var page = _scene.Open<AccessPage>(AccessPage.Path);
        Assert.Contains("There is no account yet.", page.Find(".callout--warning").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-account]"));
        Assert.Equal("administrator", page.Find("input[name=Grants]").GetAttribute("value"));
        Assert.Contains("There is no token.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("no-store", _scene.Http.Response.Headers.CacheControl);
    }

    [Fact]
    public async Task Every_account_is_there_with_its_roles_and_what_can_be_done_with_it()
    {
        var ann = await _scene.AddAsync("ann", new RoleGrant(Role.Administrator));
        await _scene.AddAsync("ben", s_viewer);
        await _scene.AddTokenAsync("robot", ann, s_viewer);
        _scene.SignIn(ann);
        var page = _scene.Open<AccessPage>(AccessPage.Path);
        Assert.Equal(["ann", "ben"], page.FindAll("[data-account]").Select(one => one.GetAttribute("data-account")!));
        Assert.Equal("administrator", page.Find("[data-account=ann] .people__roles").TextContent);
        Assert.Equal(["save", "reset", "everywhere"], page.FindAll("[data-account=ben] button").Select(button => button.GetAttribute("value")!));
        Assert.Equal(["robot", "ann", "viewer"], Cells(page.Find("tbody tr")).Take(3));
        Assert.Empty(page.FindAll(".callout--warning"));
        Assert.Equal("viewer", page.FindAll("input[name=Grants]")[^1].GetAttribute("value"));
    }

    [Fact]
    public async Task An_account_that_is_refused_is_not_made_and_every_mistake_is_named()
    {
        _scene.SignIn();
        var page = _scene.Open<AccessPage>(AccessPage.Path);
        (page.Instance.Name, page.Instance.DisplayName, page.Instance.Grants, page.Instance.Password) = ("Not a name!", "x", "viewer", "short");
        await page.FindAll("form")[^1].SubmitAsync();
        Assert.Equal(2, page.FindAll(".callout--danger li").Count);
        Assert.Equal(StatusCodes.Status422UnprocessableEntity, _scene.Http.Response.StatusCode);
        Assert.Equal("Not a name!", page.Find("#account-name").GetAttribute("value"));
        Assert.Empty(page.FindAll("[data-account], [data-secret]"));
    }

    [Fact]
    public async Task An_account_without_a_password_gets_one_that_is_shown_once()
    {
        _scene.SignIn();
        var page = _scene.Open<AccessPage>(AccessPage.Path);
        (page.Instance.Name, page.Instance.Grants) = ("cleo", "viewer");
        await page.FindAll("form")[^1].SubmitAsync();
        Assert.Contains("The account is made.", page.Find(".callout--success").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.Find("[data-secret]").TextContent);
        Assert.NotEmpty(page.FindAll("[data-account=cleo]"));
        Assert.Empty(_scene.Open<AccessPage>(AccessPage.Path).FindAll("[data-secret]"));
    }

    [Fact]
    public async Task Ones_own_page_shows_roles_groups_sessions_and_tokens()
    {
        var ben = await _scene.AddAsync("ben", s_viewer);
        _scene.Granted.Held = [s_viewer];
        await _scene.AddTokenAsync("robot", ben, s_viewer);
        await _scene.AddTokenAsync("somebody else's", owner: null, s_viewer);
        _scene.SignIn(ben);
        var page = _scene.Open<MePage>(MePage.Path);
        Assert.Equal("Your account: ben", page.Find("h1").TextContent);
        Assert.Contains("Groups: sre", page.Markup, StringComparison.Ordinal);
        Assert.NotNull(page.Find("#old"));
        Assert.NotNull(page.Find("input[name=Shows][checked]"));
        Assert.Equal("robot", Assert.Single(page.FindAll("tbody tr th")).TextContent);
        Assert.Empty(page.FindAll(".callout--warning"));
    }

    [Fact]
    public void Who_came_in_with_the_installations_token_has_no_password_here_and_is_told_what_it_is_for()
    {
        _scene.SignIn();
        var page = _scene.Open<MePage>(MePage.Path);
        Assert.Contains("You came in with the installation's token", page.Find(".callout--warning").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#old, input[name=Shows], tbody tr"));
    }

    [Fact]
    public async Task Who_has_no_role_is_told_who_can_give_one()
    {
        _scene.Granted.Held = [];
        _scene.SignIn(await _scene.AddAsync("ben"));
        Assert.Contains("You have no role yet.", _scene.Open<MePage>(MePage.Path).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_changes_nothing_and_says_so()
    {
        _scene.SignIn(await _scene.AddAsync("ben", s_viewer));
        var page = _scene.Open<MePage>(MePage.Path);
        (page.Instance.OldPassword, page.Instance.NewPassword) = ("not this one", "another long password");
        await page.Find("form").SubmitAsync();
        Assert.Contains("old_password", page.Find(".callout--danger").TextContent, StringComparison.Ordinal);
        Assert.Equal(StatusCodes.Status422UnprocessableEntity, _scene.Http.Response.StatusCode);
    }

    private static IEnumerable<string> Cells(IElement row) => row.Children.Select(cell => cell.TextContent.Trim());
}
