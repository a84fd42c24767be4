using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Dashboard.Tests.Api;

namespace Sluice.Dashboard.Tests.Real;

/// <summary>A service of its own on the real host: release 1 is live, release 2 on its way.</summary>
internal sealed class RealShop
{
    private const int Good = 200;

    private readonly RealHost _host;
    private readonly string _name;

    private RealShop(RealHost host, string name) => (_host, _name) = (host, name);

    public string Id => _name + "-2";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>At 10 %, waiting at gate <c>g1</c> before half of the traffic. Olga asked for it.</summary>
    /// <param name="gate">Who must agree.</param>
    public static async Task<RealShop> AtGateAsync(RealHost host, string gate = """{"quorum": 2, "groups": ["leads"]}""")
    {
        var shop = await AtHoldAsync(host, gate);
        await shop.MustAsync(host.Olga, "promote", "");
        return shop;
    }

    /// <summary>At 10 %, holding. Ada made the deployment.</summary>
    public static async Task<RealShop> AtHoldAsync(RealHost host, string gate) => await StartAsync(host, "", Good, $$"""
        "plan": {"kind": "phases", "phases": [{"share": 10, "hold": "48h"}, {"share": 50, "hold": "48h", "gate": {{gate}}}]}, "analysis": {"enabled": false}
        """);

    /// <param name="place">More about the environment.</param>
    /// <param name="status">What release 2 answers.</param>
    /// <param name="plan">Of the deployment of release 2.</param>
    public static async Task<RealShop> StartAsync(RealHost host, string place, int status, string plan)
    {
        var shop = new RealShop(host, host.NewService());
        var (good, other) = (host.With(await Backend.StartAsync(Good)), host.With(await Backend.StartAsync(status)));
        await shop.PostAsync("/api/services", $$"""
            {"name": "{{shop._name}}", "environments": [{"name": "production", "runtime": {"kind": "external"}, "router": {"kind": "gateway", "host": "{{shop._name}}.test"}{{place}}}]}
            """);
        foreach (var backend in new[] { good, other })
        {
            await shop.PostAsync($"/api/services/{shop._name}/releases", $$$"""{"endpoints": ["{{{backend.Address}}}"], "readiness": {"http": "/health", "timeout": "30s"}}""");
        }

        await shop.PostAsync("/api/deployments", $$$"""{"service": "{{{shop._name}}}", "release": 1, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}, "analysis": {"enabled": false}}""");
        await shop.UntilAsync(shop._name + "-1", state => state.GetProperty("status").GetString() == "succeeded", "is live");
        await shop.PostAsync("/api/deployments", $$"""{"service": "{{shop._name}}", "release": 2, {{plan}}}""");
        await shop.UntilAsync(shop.Id, state => state.GetProperty("stage").GetString() is "hold", "holds its first share");
        return shop;
    }

    public Task<JsonElement> StateAsync() => ReadAsync($"/api/deployments/{Id}");

    public async Task<long> VersionAsync() => (await StateAsync()).GetProperty("version").GetInt64();

    public async Task<decimal> ShareAsync() => (await StateAsync()).GetProperty("split").GetProperty("asked").GetProperty("canary").GetDecimal();

    /// <param name="meanwhile">Done before every look.</param>
    public async Task UntilAsync(string id, Func<JsonElement, bool> met, string what, Func<Task>? meanwhile = null)
    {
        var last = default(JsonElement);
        try
        {
            await RealHost.UntilAsync(
                async () =>
                {
                    await (meanwhile?.Invoke() ?? Task.CompletedTask);
                    return met(last = await ReadAsync($"/api/deployments/{id}"));
                },
                $"{id} {what}");
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{ex.Message}\n{last}", ex);
        }
    }

    /// <param name="fields">Of the body, besides the version where an order needs one.</param>
    public async Task<Answer> OrderAsync(HttpClient by, string order, string fields, long? version = null)
    {
        var isForward = order is "promote" or "resume" or "run_hook_again" or "start" or "extend" or "approve" or "reject" or "change_plan" or "break_glass";
        var seen = isForward ? $"\"expected_version\": {version ?? await VersionAsync()}" : "";
        return await SendAsync(by, $"/api/deployments/{Id}/{order}", "{" + string.Join(", ", new[] { seen, fields }.Where(part => part.Length > 0)) + "}");
    }

    public async Task MustAsync(HttpClient by, string order, string fields)
    {
        var answer = await OrderAsync(by, order, fields);
        Assert.True(answer.Status is HttpStatusCode.Accepted, $"{order}: {answer.Status} {answer.Text}");
    }

    public static async Task<Answer> SendAsync(HttpClient by, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await by.PostAsync(new Uri(path, UriKind.Relative), content, Ct);
        return await Answer.OfAsync(response, Ct);
    }

    /// <summary>Who has approved the question that is open.</summary>
    public async Task<IReadOnlyList<string?>> VotersAsync() =>
        [.. (await StateAsync()).GetProperty("open_gate").GetProperty("votes").EnumerateArray().Select(vote => vote.GetProperty("by").GetString())];

    /// <summary>The canary has no more than it had before the question.</summary>
    public async Task IsShutAsync()
    {
        var state = await StateAsync();
        Assert.True(state.GetProperty("phase").GetProperty("index").GetInt32() == 0 && state.GetProperty("split").GetProperty("asked").GetProperty("canary").GetDecimal() <= 10, state.ToString());
    }

    /// <summary>The newest lines of the audit log.</summary>
    public async Task<IReadOnlyList<JsonElement>> AuditAsync() => [.. (await ReadAsync("/api/audit?limit=100")).GetProperty("items").EnumerateArray()];

    /// <summary>Waits until a line is there: the list of the log is a moment behind.</summary>
    public async Task LogsAsync(Func<JsonElement, bool> line, string what) => await RealHost.UntilAsync(async () => (await AuditAsync()).Any(line), $"the audit log says {what}");

    /// <summary>One visit at the gateway.</summary>
    public async Task VisitAsync(HttpClient visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _host.Gateway);
        request.Headers.Host = _name + ".test";
        using var answer = await visitor.SendAsync(request, Ct);
    }

    private async Task PostAsync(string path, string body)
    {
        var answer = await SendAsync(_host.Ada, path, body);
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Accepted, $"{path}: {answer.Status} {answer.Text}");
    }

    private async Task<JsonElement> ReadAsync(string path)
    {
        using var answer = await _host.Ada.GetAsync(new Uri(path, UriKind.Relative), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }
}
