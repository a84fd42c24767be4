using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Api;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>A deployment at 10 % that waits at gate <c>g1</c> for two people of the group <c>leads</c>, and people with accounts and tokens of their own.</summary>
internal sealed class GatedShop : IAsyncDisposable
{
    private GatedShop(ApiHost api) => Api = api;

    public ApiHost Api { get; }

    public InMemoryAccess Audit => (InMemoryAccess)Api.Services.GetRequiredService<IAuditTrail>();

    /// <summary>An operator, who brings the deployment to its gate.</summary>
    public HttpClient Olga { get; private set; } = null!;

    public HttpClient Anna { get; private set; } = null!;

    public HttpClient Ben { get; private set; } = null!;

    /// <summary>A viewer.</summary>
    public HttpClient Victor { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<GatedShop> StartAsync()
    {
        var shop = new GatedShop(await ApiHost.WithCanaryAsync(
            """{"kind": "phases", "phases": [{"share": 10, "hold": "10m"}, {"share": 50, "hold": "10m", "gate": {"quorum": 2, "groups": ["leads"]}}]}"""));
        shop.Olga = await shop.PersonAsync("olga", "operator", groups: "");
        shop.Anna = await shop.PersonAsync("anna", "approver", groups: "leads");
        shop.Ben = await shop.PersonAsync("ben", "approver", groups: "leads");
        shop.Victor = await shop.PersonAsync("victor", "viewer", groups: "leads");
        await shop.MustAsync(shop.Olga, "promote", "");
        return shop;
    }

    /// <summary>Somebody with an account, at work with a token of their own.</summary>
    public async Task<HttpClient> PersonAsync(string name, string grants, string groups)
    {
        Assert.IsType<AccessAnswer.Done>(await Api.Services.GetRequiredService<Accounts>().CreateAsync(
            ApiTokenTests.By, AccountName.From(name), name, AccountRules.Groups(groups), Grants(grants), Browser.Password, Ct));
        return await TokenAsync(name, grants);
    }

    public async Task<HttpClient> TokenAsync(string owner, string grants)
    {
        var http = new HttpClient { BaseAddress = Api.Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await SecretAsync(owner, grants));
        return http;
    }

    public async Task<string> SecretAsync(string owner, string grants) => Assert.IsType<AccessAnswer.Done>(
        await Api.Services.GetRequiredService<ApiTokens>().CreateAsync(ApiTokenTests.By, AccountName.From(owner), "test", Grants(grants), days: 1, Ct)).Secret!;

    public async Task ChangeAsync(string name, string grants, string groups) => Assert.IsType<AccessAnswer.Done>(
        await Api.Services.GetRequiredService<Accounts>().ChangeAsync(ApiTokenTests.By, AccountName.From(name), name, AccountRules.Groups(groups), Grants(grants), isDisabled: false, Ct));

    /// <param name="fields">Of the body, besides the version where an order needs one.</param>
    public async Task<Answer> OrderAsync(HttpClient by, string order, string fields)
    {
        var isForward = order is "promote" or "resume" or "run_hook_again" or "start" or "extend" or "approve" or "reject" or "change_plan" or "break_glass";
        var version = isForward ? $"\"expected_version\": {await VersionAsync()}" : "";
        var body = "{" + string.Join(", ", new[] { version, fields }.Where(part => part.Length > 0)) + "}";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await by.PostAsync(new Uri($"/api/deployments/shop-2/{order}", UriKind.Relative), content, Ct);
        return await Answer.OfAsync(response, Ct);
    }

    public async Task MustAsync(HttpClient by, string order, string fields)
    {
        var answer = await OrderAsync(by, order, fields);
        Assert.True(answer.Status is HttpStatusCode.Accepted, $"{order}: {answer.Status} {answer.Text}");
    }

    /// <summary>Who has approved the question that is open.</summary>
    public async Task<IReadOnlyList<string?>> VotersAsync() =>
        [.. Assert.Single(await OpenAsync()).GetProperty("voters").EnumerateArray().Select(voter => voter.GetString())];

    /// <summary>The canary has no more than it had before the question, and nobody's order has let it pass.</summary>
    public async Task IsShutAsync()
    {
        var state = (await Api.Sluice.FindDeploymentAsync(ApiHost.Tenant, Domain.Deployments.DeploymentId.From("shop-2"), Ct))!.State;
        Assert.True(state.Asked.Canary.Percent <= 10, $"The canary gets {state.Asked.Canary.Percent} %.");
        Assert.Equal(0, state.Phase);
    }

    public IEnumerable<string> Refused() => Audit.Entries.Where(entry => entry is { Outcome: AuditOutcome.Refused, Deployment: null, Action: not "sign_in" }).Select(entry => entry.Actor);

    public async ValueTask DisposeAsync()
    {
        foreach (var person in new[] { Olga, Anna, Ben, Victor })
        {
            person.Dispose();
        }

        await Api.DisposeAsync();
    }

    public async Task<long> VersionAsync() => (await Victors("/api/deployments/shop-2")).GetProperty("version").GetInt64();

    private async Task<List<JsonElement>> OpenAsync() => [.. (await Victors("/api/approvals?tab=open")).GetProperty("items").EnumerateArray()];

    private async Task<JsonElement> Victors(string path)
    {
        using var document = JsonDocument.Parse(await Victor.GetStringAsync(new Uri(path, UriKind.Relative), Ct));
        return document.RootElement.Clone();
    }

    private static Domain.ValueList<RoleGrant> Grants(string text) => GrantText.ParseAll(text, "grants").Grants;
}
