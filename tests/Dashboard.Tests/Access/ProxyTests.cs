using System.Net;
using Sluice.Dashboard.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

public sealed class ProxyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trusted_proxy_says_who_it_is_and_which_roles_follow_from_the_groups()
    {
        await using var host = Host("127.0.0.0/8");
        using var http = await host.StartAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/api/services", "ada", "dev,sluice-ops"));
        var account = Assert.Single((await host.Access.ReadAsync(0, Ct))!.Accounts);
        Assert.Equal(["dev", "sluice-ops"], account.Groups);
        Assert.Equal("operator@shop", Assert.Single(account.Grants).ToString());
        Assert.Single(host.Access.Entries, entry => entry is { Action: "sign_in", Actor: "ada", Outcome: AuditOutcome.Applied });

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(http, "/api/services", "ada", "dev"));
    }

    [Fact]
    public async Task The_same_headers_from_another_address_are_refused_and_recorded_once()
    {
        await using var host = Host("10.1.2.3");
        using var http = await host.StartAsync(Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/services", "ada", "sluice-ops"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/services", "ada", "sluice-ops"));
        Assert.Single(host.Access.Entries, entry => entry is { Action: "sign_in", Outcome: AuditOutcome.Refused, Address: "127.0.0.1" });
        Assert.Empty((await host.Access.ReadAsync(0, Ct))!.Accounts);
    }

    [Fact]
    public async Task Without_a_proxy_the_headers_mean_nothing()
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/services", "ada", "sluice-ops"));
    }

    [Fact]
    public async Task A_proxy_cannot_take_over_an_account_with_a_password()
    {
        await using var host = Host("127.0.0.1");
        using var http = await host.StartAsync(Ct);
        await Browser.AddAccountAsync(host, "ada", "administrator");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/services", "ada", "sluice-ops"));
    }

    [Fact]
    public async Task Another_site_cannot_use_what_the_proxy_knows()
    {
        await using var host = Host("127.0.0.1");
        using var http = await host.StartAsync(Ct);
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        http.DefaultRequestHeaders.Add("Sec-Fetch-Mode", "websocket");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/hubs/live", "ada", "sluice-ops"));
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_told_at_once()
    {
        var proxy = new ProxyOptions { Addresses = ["10.0.0.0/33", "here"], UserHeader = "", DefaultRoles = "boss viewer@shop" };
        Assert.Equal(5, new ProxyOptionsValidator().Validate(name: null, proxy).Failures!.Count());

        var provider = new ProviderOptions { ClientId = "sluice", AuthorizationEndpoint = "http://id.example/", TokenEndpoint = "https://id.example/token" };
        provider.Roles["ops"] = "operator@*";
        var result = new ProviderOptionsValidator().Validate(name: null, provider);
        Assert.Equal(4, result.Failures!.Count());
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.9", true)]
    [InlineData("10.0.0.0/24", "10.0.1.9", false)]
    [InlineData("10.0.0.9", "::ffff:10.0.0.9", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("fd00::/8", "10.0.0.1", false)]
    public void Addresses_are_single_ones_or_networks(string trusted, string from, bool isTrusted) =>
        Assert.Equal(isTrusted, new ProxyOptions { Addresses = [trusted] }.Trusts(IPAddress.Parse(from)));

    private static TestHost Host(string address) => new(configure: null, "--Access:Proxy:Addresses:0", address, "--Access:Proxy:Roles:sluice-ops", "operator@shop");

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string path, string user, string groups)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-User", user);
        request.Headers.Add("X-Forwarded-Groups", groups);
        using var answer = await http.SendAsync(request, Ct);
        return answer.StatusCode;
    }
}
