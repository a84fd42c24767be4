using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using static Sluice.Dashboard.Tests.Access.TwoTenants;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>Whose data somebody works on is settled where they sign in, and by nothing that they say later.</summary>
public sealed class TenantTests
{
    private const string Services = "/api/services";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(GlobexHost, null, 1)]
    [InlineData("GLOBEX.example:5170", null, 1)]
    [InlineData(AcmeHost, null, 0)]
    [InlineData(null, "globex", 1)]
    [InlineData(GlobexHost, "globex", 1)]
    public async Task The_installations_token_works_for_the_tenant_of_the_host_or_the_header(string? host, string? header, int services)
    {
        await using var tenants = await StartAsync();
        using var http = ApiTokenTests.Client(tenants.Host, TestHost.Token);
        var (status, body) = await AskAsync(http, host, header);
        Assert.Equal((HttpStatusCode.OK, services), (status, JsonDocument.Parse(body).RootElement.GetProperty("total").GetInt32()));
    }

    [Theory]
    [InlineData(null, "nowhere")]
    [InlineData(null, "")]
    [InlineData(null, "*DEFAULT*")]
    [InlineData(AcmeHost, "globex")]
    public async Task A_tenant_that_there_is_not_and_two_at_once_are_refused(string? host, string header)
    {
        await using var tenants = await StartAsync();
        using var http = ApiTokenTests.Client(tenants.Host, TestHost.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(http, host, header)).Status);
    }

    [Fact]
    public async Task The_header_means_nothing_until_it_is_turned_on()
    {
        await using var tenants = await StartAsync(header: false);
        using var http = ApiTokenTests.Client(tenants.Host, TestHost.Token);
        var (status, body) = await AskAsync(http, host: null, "globex");
        Assert.Equal((HttpStatusCode.OK, 0), (status, JsonDocument.Parse(body).RootElement.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task The_settings_of_the_installation_are_no_tenants_business()
    {
        await using var tenants = await StartAsync();
        using var script = await tenants.ScriptAsync(Globex, "auditor");
        Assert.Equal(HttpStatusCode.NotFound, (await TwoTenants.SendAsync(script, HttpMethod.Get, "/api/support")).Status);
        using var http = ApiTokenTests.Client(tenants.Host, TestHost.Token);
        Assert.Equal(HttpStatusCode.OK, (await TwoTenants.SendAsync(http, HttpMethod.Get, "/api/support")).Status);
    }

    [Fact]
    public async Task A_token_stays_with_its_tenant_and_is_a_strangers_everywhere_else()
    {
        await using var tenants = await StartAsync();
        using var script = await tenants.ScriptAsync(Globex, "administrator");
        Assert.Contains("theirs", (await AskAsync(script, host: null, header: null)).Body, StringComparison.Ordinal);
        Assert.Contains("theirs", (await AskAsync(script, GlobexHost, "globex")).Body, StringComparison.Ordinal);

        using var wrong = ApiTokenTests.Client(tenants.Host, "wrong");
        var unknown = await AskAsync(wrong, host: null, header: null);
        Assert.Equal(unknown, await AskAsync(script, AcmeHost, header: null));
        Assert.Equal(unknown, await AskAsync(script, host: null, "acme"));
        Assert.Equal(unknown, await AskAsync(script, host: null, "nowhere"));
        var refused = tenants.Host.Access.Entries.Where(entry => entry is { Outcome: AuditOutcome.Refused } && entry.Tenant == Acme);
        Assert.Equal(["unknown", "unknown"], refused.Select(entry => entry.Actor));
    }

    [Fact]
    public async Task A_session_is_good_at_the_address_of_its_tenant_only()
    {
        await using var tenants = await StartAsync();
        await tenants.AddAccountAsync(Acme, "ada", "administrator");
        using var ada = new Browser(tenants.Host);
        ada.Http.DefaultRequestHeaders.Host = GlobexHost;
        Assert.Equal(HttpStatusCode.Unauthorized, await ada.SignInAsync("ada"));
        ada.Http.DefaultRequestHeaders.Host = AcmeHost;
        Assert.Equal(HttpStatusCode.Found, await ada.SignInAsync("ada"));
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/settings/access")).Status);

        ada.Http.DefaultRequestHeaders.Host = GlobexHost;
        var (status, _, to) = await ada.GetAsync("/settings/access");
        Assert.Equal(HttpStatusCode.Found, status);
        Assert.Contains("/signin", to, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_that_is_taken_out_of_the_settings_takes_its_sessions_and_tokens_along()
    {
        await using var tenants = await StartAsync();
        var services = tenants.Host.Host.App.Services;
        var secret = await ApiTokenTests.CreateAsync(tenants.Host, owner: null, "administrator", tenant: Globex);
        await tenants.AddAccountAsync(Globex, "ada", "administrator");
        var directory = services.GetRequiredService<AccessDirectory>();
        var now = await directory.ReadAsync(Ct);
        var account = Principals.Of(now.Find(Globex, Domain.Access.AccountName.From("ada"))!, "test");
        var token = Principals.Of(now.FindToken(secret[TokenSecret.Prefix.Length..][..16])!, "test");
        var script = Principals.Bootstrap(Globex, "grace", services.GetRequiredService<AccessToken>().Stamp, "test");
        foreach (var user in new[] { account, token, script })
        {
            Assert.True(With(services.GetRequiredService<TenantChoice>()).IsAlive(user));
            Assert.False(With(new TenantChoice(Options.Create(new TenantsOptions()))).IsAlive(user));
        }

        Grants With(TenantChoice choice) => new(directory, services.GetRequiredService<AccessToken>(), choice, TimeProvider.System);
    }

    [Fact]
    public async Task The_same_name_in_two_tenants_is_two_people()
    {
        await using var tenants = await StartAsync();
        await tenants.AddAccountAsync(Acme, "ada", "administrator");
        await tenants.AddAccountAsync(Globex, "ada", "viewer");
        using var ada = new Browser(tenants.Host);
        ada.Http.DefaultRequestHeaders.Host = GlobexHost;
        Assert.Equal(HttpStatusCode.Found, await ada.SignInAsync("ada"));
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.GetAsync("/settings/access")).Status);
    }

    [Fact]
    public async Task Whom_a_proxy_names_comes_in_with_a_group_of_the_tenant_only()
    {
        await using var tenants = await StartAsync();
        using var http = ApiTokenTests.Client(tenants.Host, "none");
        http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.OK, await VisitAsync(AcmeHost, "dev, acme-people"));
        Assert.Equal(HttpStatusCode.Unauthorized, await VisitAsync(AcmeHost, "dev"));
        Assert.Equal(HttpStatusCode.Unauthorized, await VisitAsync(GlobexHost, "acme-people"));
        Assert.Equal([Acme], (await tenants.Host.Access.ReadAsync(0, Ct))!.Accounts.Select(account => account.Tenant));

        async Task<HttpStatusCode> VisitAsync(string host, string groups) =>
            (await SendAsync(http, HttpMethod.Get, Services, body: null, ("Host", host), ("X-Forwarded-User", "ada"), ("X-Forwarded-Groups", groups))).Status;
    }

    [Fact]
    public async Task What_is_of_the_whole_process_is_not_told_to_a_tenant()
    {
        await using var tenants = await StartAsync();
        using var acme = await tenants.ScriptAsync(Acme, "viewer");
        var (_, metrics) = await SendAsync(acme, HttpMethod.Get, "/metrics");
        Assert.Contains("sluice_component_up", metrics, StringComparison.Ordinal);
        Assert.Contains("sluice_active_deployments 0", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("sluice_projection_lag_events", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("sluice_circuits", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_another_tenant_has_at_the_gateway_is_refused_without_a_name()
    {
        await using var tenants = await StartAsync();
        using var acme = await tenants.ScriptAsync(Acme, "administrator");
        var (status, body) = await SendAsync(
            acme, HttpMethod.Post, Services, """{"name": "mine", "environments": [{"name": "production", "runtime": {"kind": "external"}, "router": {"kind": "gateway", "path_prefix": "/theirs"}}]}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("somebody else has this one", body, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs/production", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_told_at_once()
    {
        var options = new TenantsOptions
        {
            Named =
            [
                new() { Name = "Acme", Hosts = ["https://acme.example/"] },
                new() { Name = "globex", Hosts = ["globex.example"], Groups = [" "] },
                new() { Name = "globex", Hosts = ["Globex.Example"] },
                new() { Name = "lost" },
            ],
        };
        var failures = new TenantsOptionsValidator().Validate(name: null, options).Failures!.ToList();
        Assert.Equal(6, failures.Count);
        Assert.All(failures, failure => Assert.StartsWith("Sluice:Tenants:Named:", failure, StringComparison.Ordinal));
        Assert.Single(new TenantsOptionsValidator().Validate(name: null, new() { Header = true }).Failures!);
        Assert.Equal(ValidateOptionsResult.Success, new TenantsOptionsValidator().Validate(name: null, new()));
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient http, string? host, string? header)
    {
        var headers = new List<(string, string)>();
        if (host is not null)
        {
            headers.Add(("Host", host));
        }

        if (header is not null)
        {
            headers.Add((TenantChoice.Header, header));
        }

        var (status, body) = await SendAsync(http, HttpMethod.Get, Services, body: null, [.. headers]);
        return (status, WithoutIds(body));
    }
}
