using System.Net;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

public sealed class ProviderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_lets_a_person_in_with_the_roles_of_their_groups()
    {
        await using var provider = new IdentityServer();
        await provider.StartAsync();
        await using var host = new TestHost(configure: null, provider.Settings);
        (await host.StartAsync(Ct)).Dispose();
        using var ada = new Browser(host);
        Assert.Contains("Continue with Example", (await ada.GetAsync("/signin")).Body, StringComparison.Ordinal);

        var entered = await FollowAsync(ada, "/signin/oauth?return=/settings/me");
        Assert.Equal(HttpStatusCode.OK, entered.Status);
        Assert.Contains("content=\"0;url=/settings/me\"", entered.Body, StringComparison.Ordinal);
        Assert.NotNull(provider.Challenge);
        Assert.Contains("Your account: ada", (await ada.GetAsync("/settings/me")).Body, StringComparison.Ordinal);

        var account = Assert.Single((await host.Access.ReadAsync(0, Ct))!.Accounts);
        Assert.Equal((AccountSource.Oauth, "Ada L.", "operator"), (account.Source, account.DisplayName, Assert.Single(account.Grants).ToString()));
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "sign_in", Actor: "ada", Outcome: AuditOutcome.Applied, Reason: "oauth" });
    }

    [Fact]
    public async Task Whom_the_provider_names_like_an_account_with_a_password_is_refused()
    {
        await using var provider = new IdentityServer();
        await provider.StartAsync();
        await using var host = new TestHost(configure: null, provider.Settings);
        (await host.StartAsync(Ct)).Dispose();
        await Browser.AddAccountAsync(host, "ada", "administrator");
        using var ada = new Browser(host);
        var refused = await FollowAsync(ada, "/signin/oauth");
        Assert.Equal("/signin?provider=1", refused.To);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ada.GetAsync(refused.To!)).Status);
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "sign_in", Outcome: AuditOutcome.Refused });
        Assert.Equal(HttpStatusCode.Found, (await ada.GetAsync("/fleet")).Status);
    }

    [Fact]
    public async Task A_way_back_that_this_browser_did_not_start_is_refused()
    {
        await using var provider = new IdentityServer();
        await provider.StartAsync();
        await using var host = new TestHost(configure: null, provider.Settings);
        (await host.StartAsync(Ct)).Dispose();
        using var victim = new Browser(host);
        Assert.Equal("/signin?provider=1", (await victim.GetAsync("/signin/oauth/callback?code=the-code&state=forged")).To);
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_such_way()
    {
        await using var host = new TestHost();
        (await host.StartAsync(Ct)).Dispose();
        using var guest = new Browser(host);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync("/signin/oauth")).Status);
    }

    // To the provider and back.
    private static async Task<(HttpStatusCode Status, string Body, string? To)> FollowAsync(Browser browser, string path)
    {
        var away = await browser.GetAsync(path);
        var back = await browser.GetAsync(away.To!);
        return await browser.GetAsync(back.To!);
    }
}
