using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Domain.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

public sealed class PasswordTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_comes_in_with_name_and_password_and_is_recorded_under_that_name()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        Assert.Equal(HttpStatusCode.Found, await ada.SignInAsync(" Ada "));
        var (status, body, _) = await ada.GetAsync("/settings/me");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Your account: ada", body, StringComparison.Ordinal);
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "sign_in", Actor: "ada", Outcome: AuditOutcome.Applied, Address: not null });
    }

    [Theory]
    [InlineData("ada", "wrong password 1")]
    [InlineData("nobody", Browser.Password)]
    [InlineData("", "")]
    public async Task A_wrong_name_and_a_wrong_password_get_the_same_answer(string name, string password)
    {
        await using var host = await StartAsync();
        using var guest = new Browser(host);
        var (status, body, _) = await guest.SubmitAsync("/signin", "signin", ("Name", name), ("Password", password));
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("Name or password is wrong", body, StringComparison.Ordinal);
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "sign_in", Outcome: AuditOutcome.Refused });
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_against_the_right_one_too()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        for (var i = 0; i < Lockout.FreeFailures; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await ada.SignInAsync("ada", "not the password"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await ada.SignInAsync("ada"));
        Assert.Contains(host.Access.Entries, entry => entry is { Reason: "too many wrong passwords" });
    }

    [Fact]
    public async Task Ten_wrong_passwords_a_minute_from_one_address_are_enough_for_any_names()
    {
        await using var host = await StartAsync();
        using var guest = new Browser(host);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await guest.SignInAsync($"name{i}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await guest.SignInAsync("ada"));
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_keeps_this_one()
    {
        await using var host = await StartAsync();
        using var here = new Browser(host);
        using var elsewhere = new Browser(host);
        await here.SignInAsync("ada");
        await elsewhere.SignInAsync("ada");

        var wrong = await here.SubmitAsync("/settings/me", "password", ("OldPassword", "not the password"), ("NewPassword", "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("old_password", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("12 to 128 characters", wrong.Body, StringComparison.Ordinal);

        var right = await here.SubmitAsync("/settings/me", "password", ("OldPassword", Browser.Password), ("NewPassword", "another long one"));
        Assert.Equal(HttpStatusCode.OK, right.Status);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/settings/me")).Status);
        Assert.Equal("/signin", new Uri((await elsewhere.GetAsync("/settings/me")).To!).AbsolutePath);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_sessions()
    {
        await using var host = await StartAsync();
        using var here = new Browser(host);
        using var elsewhere = new Browser(host);
        await here.SignInAsync("ada");
        await elsewhere.SignInAsync("ada");
        await here.SubmitAsync("/settings/me", "everywhere");
        Assert.Equal(HttpStatusCode.Found, (await here.GetAsync("/fleet")).Status);
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.GetAsync("/fleet")).Status);
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "sign_out_everywhere", Actor: "ada" });
    }

    [Fact]
    public async Task Everybody_decides_whether_others_see_what_they_look_at()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        Assert.Contains("name=\"Shows\" value=\"true\" checked", (await ada.GetAsync("/settings/me")).Body, StringComparison.Ordinal);
        var (status, body, _) = await ada.SubmitAsync("/settings/me", "presence");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("name=\"Shows\" value=\"true\" checked", body, StringComparison.Ordinal);
        Assert.False(host.Host.App.Services.GetRequiredService<Engine.Access.AccessDirectory>().Now.Find(Domain.TenantId.Default, AccountName.From("ada"))!.ShowsPresence);
    }

    [Fact]
    public async Task The_installations_token_cannot_take_the_name_of_an_account()
    {
        await using var host = await StartAsync();
        using var guest = new Browser(host);
        var (status, _, _) = await guest.SubmitAsync("/signin?with=token", "signin", ("Token", TestHost.Token), ("Name", "Ada"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);

        guest.Http.DefaultRequestHeaders.Authorization = new("Bearer", TestHost.Token);
        guest.Http.DefaultRequestHeaders.Add("Sluice-Actor", "ADA");
        Assert.Equal(HttpStatusCode.Unauthorized, (await guest.GetAsync("/api/services")).Status);
    }

    [Fact]
    public async Task An_account_cannot_choose_another_name_on_the_sign_in_page()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        var (_, body, _) = await ada.GetAsync("/signin");
        Assert.Contains("name=\"Password\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_installations_token_its_sessions_scripts_and_links_end()
    {
        await using var host = new TestHost(configure: null, "--Access:BootstrapTokenEnabled", "false");
        using var http = await host.StartAsync(Ct);
        http.DefaultRequestHeaders.Authorization = new("Bearer", TestHost.Token);
        using var answer = await http.GetAsync(new Uri("/api/services", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_session_cookie_is_for_this_site_and_for_no_script()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        var cookie = ada.Cookies.GetAllCookies().Single(cookie => string.Equals(cookie.Name, "sluice", StringComparison.Ordinal));
        Assert.True(cookie.HttpOnly);
    }

    internal static async Task<TestHost> StartAsync(string grants = "operator")
    {
        var host = new TestHost();
        (await host.StartAsync(Ct)).Dispose();
        await Browser.AddAccountAsync(host, "ada", grants);
        return host;
    }
}
