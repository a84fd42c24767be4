using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>The real host and API over an engine in memory, asked through real HTTP.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Shop = """
        {"name": "shop", "environments": [{"name": "production", "runtime": {"kind": "process"}, "router": {"kind": "gateway", "path_prefix": "/"}}]}
        """;

    public const string Release = """{"command": ["/bin/shop", "{port}"], "readiness": {"http": "/health", "timeout": "5s"}}""";

    public const string NextRelease = """{"command": ["/bin/shop", "{port}"], "env": {"MODE": "next"}, "readiness": {"http": "/health", "timeout": "5s"}}""";

    private readonly TestHost _host;

    private ApiHost(Action<WebApplicationBuilder>? configure, params string[] settings) => _host = new(configure, settings);

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TenantId Tenant => TenantId.Default;

    public static PlaceKey Production { get; } = new(Tenant, ServiceName.From("shop"), global::Sluice.Domain.Services.EnvironmentName.From("production"));

    public InMemorySluice Sluice => _host.Sluice;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _host.Host.App.Services;

    public static Task<ApiHost> StartAsync(params string[] settings) => StartAsync(configure: null, settings);

    public static async Task<ApiHost> StartAsync(Action<WebApplicationBuilder>? configure, params string[] settings)
    {
        var host = new ApiHost(configure, settings);
        host.Http = await host._host.StartAsync(Ct);
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestHost.Token);
        host.Http.DefaultRequestHeaders.Add("Sluice-Actor", "ada");
        return host;
    }

    /// <summary>A service whose release 1 is live and whose release 2 is on its way, at its first phase.</summary>
    public static async Task<ApiHost> WithCanaryAsync(string plan = """{"kind": "phases", "phases": [{"share": 10, "hold": "10m"}, {"share": 50, "hold": "10m"}]}""")
    {
        var host = await StartAsync();
        await host.MustAsync("/api/services", Shop);
        await host.MustAsync("/api/services/shop/releases", Release);
        await host.MustAsync("/api/services/shop/releases", NextRelease);
        await host.MustAsync("/api/deployments", """{"service": "shop", "release": 1, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}, "analysis": {"mode": "point"}}""");
        var first = DeploymentId.From("shop-1");
        await host.Sluice.SettleAsync(Tenant, first, stable: null, Ct);
        await host.SignalAsync(first, new DeploymentCommand.Tick());
        await host.SignalAsync(first, new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllCanary, Verified: true));
        await host.MustAsync("/api/deployments", $$$"""{"service": "shop", "release": 2, "plan": {{{plan}}}, "rollback": {"on_error_rate": 0.05}, "analysis": {"mode": "point"}}""");
        await host.Sluice.SettleAsync(Tenant, DeploymentId.From("shop-2"), stable: 1, Ct);
        return host;
    }

    public Task SignalAsync(DeploymentId id, DeploymentCommand signal) => Sluice.SendAsync(Tenant, id, signal, CommandContext.Engine, Ct);

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        return await Answer.OfAsync(response, Ct);
    }

    public async Task<Answer> PostAsync(string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content, Ct);
        return await Answer.OfAsync(response, Ct);
    }

    public async Task<Answer> MustAsync(string path, string body)
    {
        var answer = await PostAsync(path, body);
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Accepted, $"{path}: {answer.Status} {answer.Text}");
        return answer;
    }

    public async Task<long> VersionAsync(string id) => (await GetAsync($"/api/deployments/{id}")).Json.GetProperty("version").GetInt64();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string? MediaType, Uri? Location, TimeSpan? RetryAfter, string Text)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The end of a problem's type.</summary>
    public string Problem
    {
        get
        {
            Assert.True(MediaType == "application/problem+json", $"{Status}: {MediaType} {Text}");
            return Json.GetProperty("type").GetString()!.Split(':')[^1];
        }
    }

    public IReadOnlyList<string> Fields => [.. Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!)];

    public string String(string name) => Json.GetProperty(name).GetString()!;

    public static async Task<Answer> OfAsync(HttpResponseMessage response, CancellationToken ct) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Location,
        response.Headers.RetryAfter?.Delta,
        await response.Content.ReadAsStringAsync(ct));
}
