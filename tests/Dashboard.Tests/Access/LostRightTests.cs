using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Live;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>What is taken away is gone in open sessions and connections, not at the next sign-in.</summary>
public sealed class LostRightTests
{
    private static readonly AccountName Ada = AccountName.From("ada");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_role_acts_with_the_next_request()
    {
        await using var host = await PasswordTests.StartAsync("administrator");
        await Browser.AddAccountAsync(host, "root", "administrator");
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/settings/access")).Status);
        await ChangeAsync(host, "viewer", isDisabled: false);
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.GetAsync("/settings/access")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/settings/me")).Status);
        await ChangeAsync(host, "viewer", isDisabled: true);
        Assert.Equal(HttpStatusCode.Found, (await ada.GetAsync("/settings/me")).Status);
    }

    [Fact]
    public async Task A_live_connection_ends_when_its_token_is_revoked()
    {
        await using var host = await PasswordTests.StartAsync("viewer");
        var token = await ApiTokenTests.CreateAsync(host, Ada, "viewer");
        await using var client = await HubClient.ConnectAsync(new Uri(host.Host.App.Urls.Single().Replace("http:", "ws:", StringComparison.Ordinal) + "/hubs/live"), token);
        await host.Host.App.Services.GetRequiredService<ApiTokens>().RevokeAsync(ApiTokenTests.By, token[TokenSecret.Prefix.Length..][..16], owner: null, Ct);
        await client.ClosedAsync();
    }

    [Fact]
    public async Task A_live_connection_ends_when_another_node_revokes_its_token()
    {
        await using var host = await PasswordTests.StartAsync("viewer");
        var token = await ApiTokenTests.CreateAsync(host, Ada, "viewer");
        await using var client = await HubClient.ConnectAsync(new Uri(host.Host.App.Urls.Single().Replace("http:", "ws:", StringComparison.Ordinal) + "/hubs/live"), token);
        Assert.True(await host.Access.RevokeAsync(Domain.TenantId.Default, token[TokenSecret.Prefix.Length..][..16], owner: null, TimeProvider.System.GetUtcNow(), Ct));
        await client.ClosedAsync();
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var host = await PasswordTests.StartAsync("administrator");
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        var (status, body, _) = await ada.SubmitAsync("/settings/access", "change-ada", ("Grants", "viewer"), ("DisplayName", "Ada"), ("Do", "save"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("the last administrator", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_administrator_is_made_with_the_installations_token()
    {
        await using var host = new TestHost();
        (await host.StartAsync(Ct)).Dispose();
        using var first = new Browser(host);
        var (status, _, _) = await first.SubmitAsync("/signin", "signin", ("Token", TestHost.Token), ("Name", "Grace"));
        Assert.Equal(HttpStatusCode.Found, status);
        Assert.Contains("There is no account yet", (await first.GetAsync("/settings/access")).Body, StringComparison.Ordinal);
        var (made, body, _) = await first.SubmitAsync("/settings/access", "create", ("Name", "ada"), ("DisplayName", "<b>Ada</b>"), ("Grants", "administrator"), ("Groups", "payments-leads"), ("Password", Browser.Password));
        Assert.Equal(HttpStatusCode.OK, made);
        Assert.DoesNotContain("<b>Ada</b>", body, StringComparison.Ordinal);

        using var ada = new Browser(host);
        Assert.Equal(HttpStatusCode.Found, await ada.SignInAsync("ada"));
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/settings/access")).Status);
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "create_account", Actor: "Grace" });
    }

    private static async Task ChangeAsync(TestHost host, string grants, bool isDisabled) => Assert.IsType<AccessAnswer.Done>(
        await host.Host.App.Services.GetRequiredService<Accounts>().ChangeAsync(ApiTokenTests.By, Ada, "Ada", [], GrantText.ParseAll(grants, "grants").Grants, isDisabled, Ct));
}
