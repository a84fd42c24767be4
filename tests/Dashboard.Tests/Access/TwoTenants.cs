using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>An installation that two tenants share beside the default one: acme has nothing yet, globex a service <c>theirs</c> that waits at a gate, a freeze, an incident, and a view of the team <c>theirs</c>.</summary>
internal sealed partial class TwoTenants : IAsyncDisposable
{
    public const string AcmeHost = "acme.example";
    public const string GlobexHost = "globex.example";

    private TwoTenants(bool header) => Host = new(
        configure: null,
        "--Sluice:Tenants:Named:0:Name", "acme", "--Sluice:Tenants:Named:0:Hosts:0", AcmeHost, "--Sluice:Tenants:Named:0:Groups:0", "acme-people",
        "--Sluice:Tenants:Named:1:Name", "globex", "--Sluice:Tenants:Named:1:Hosts:0", GlobexHost,
        "--Sluice:Tenants:Header", header ? "true" : "false",
        "--Access:Proxy:Addresses:0", "127.0.0.1", "--Access:Proxy:DefaultRoles", "viewer");

    public static TenantId Acme { get; } = new("acme");

    public static TenantId Globex { get; } = new("globex");

    public TestHost Host { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TwoTenants> StartAsync(bool header = true)
    {
        var tenants = new TwoTenants(header);
        (await tenants.Host.StartAsync(Ct)).Dispose();
        using var globex = await tenants.ScriptAsync(Globex, "administrator");
        await MustAsync(globex, "/api/services", """{"name": "theirs", "environments": [{"name": "production", "runtime": {"kind": "external"}, "router": {"kind": "gateway", "path_prefix": "/theirs"}}]}""");
        await MustAsync(globex, "/api/services/theirs/releases", """{"endpoints": ["http://127.0.0.1:1"]}""");
        await MustAsync(globex, "/api/services/theirs/releases", """{"endpoints": ["http://127.0.0.1:2"]}""");
        await MustAsync(globex, "/api/deployments", """{"service": "theirs", "release": 1, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}, "analysis": {"mode": "point"}}""");
        await tenants.Host.Sluice.SettleAsync(Globex, DeploymentId.From("theirs-1"), stable: null, Ct);
        await tenants.Host.Sluice.SendAsync(Globex, DeploymentId.From("theirs-1"), new DeploymentCommand.Tick(), Engine.Commands.CommandContext.Engine, Ct);
        await tenants.Host.Sluice.SettleAsync(Globex, DeploymentId.From("theirs-1"), stable: null, Ct);
        await MustAsync(globex, "/api/deployments", """{"service": "theirs", "release": 2, "plan": {"phases": [{"share": 10, "hold": "10m", "gate": true}]}}""");
        await tenants.Host.Sluice.SettleAsync(Globex, DeploymentId.From("theirs-2"), stable: 1, Ct);
        await MustAsync(globex, "/api/freezes", """{"reason": "theirs-year-end"}""");
        await MustAsync(globex, "/api/incidents", """{"title": "theirs-errors", "severity": "major", "deployments": ["theirs-2"]}""");
        await MustAsync(globex, "/api/teams/theirs/views", """{"name": "Till", "text": "theirs-own"}""");
        await MustAsync(globex, "/api/incidents/i1/items", """{"text": "theirs-todo", "owner": "theirs-ann"}""");
        return tenants;
    }

    /// <summary>A program with a token of the tenant that nobody owns.</summary>
    public async Task<HttpClient> ScriptAsync(TenantId tenant, string grants) => ApiTokenTests.Client(Host, await ApiTokenTests.CreateAsync(Host, owner: null, grants, tenant: tenant));

    public async Task AddAccountAsync(TenantId tenant, string name, string grants) => Assert.IsType<AccessAnswer.Done>(
        await Host.Host.App.Services.GetRequiredService<Accounts>().CreateAsync(
            ApiTokenTests.By with { Tenant = tenant }, AccountName.From(name), name, [], GrantText.ParseAll(grants, "grants").Grants, Browser.Password, Ct));

    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpClient http, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    public static async Task MustAsync(HttpClient http, string path, string body)
    {
        var (status, text) = await SendAsync(http, HttpMethod.Post, path, body);
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.Accepted, $"{path}: {status} {text}");
    }

    /// <summary>Leaves out what differs between two answers to the very same request.</summary>
    public static string WithoutIds(string text) => Unique().Replace(text, "");

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [GeneratedRegex("""<!--Blazor.*?-->|nonce="[^"]*"|name="__RequestVerificationToken" value="[^"]*"|"(trace_)?id":"[0-9a-zA-Z:]*"|<time.*?</time>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Unique();
}
