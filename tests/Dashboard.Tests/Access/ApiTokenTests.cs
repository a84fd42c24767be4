using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Live;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

public sealed partial class ApiTokenTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_shown_once_works_until_it_is_revoked_and_acts_as_its_owner()
    {
        await using var host = await PasswordTests.StartAsync();
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        var (status, body, _) = await ada.SubmitAsync("/settings/me", "token", ("TokenName", "pipeline"), ("TokenGrants", "operator"), ("TokenDays", "30"));
        Assert.Equal(HttpStatusCode.OK, status);
        var token = Secret().Match(body).Value;
        Assert.DoesNotContain(token, (await ada.GetAsync("/settings/me")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Access.Entries, entry => (entry.Diff ?? string.Empty).Contains(token[^64..], StringComparison.Ordinal));

        using var script = Client(host, token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(script, "/api/services"));

        var id = token[TokenSecret.Prefix.Length..][..16];
        Assert.Equal(HttpStatusCode.OK, (await ada.SubmitAsync("/settings/me", $"revoke-{id}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(script, "/api/services"));
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "revoke_token", Actor: "ada", Outcome: AuditOutcome.Applied });
    }

    [Fact]
    public async Task A_token_ends_by_time()
    {
        var clock = new ManualTime();
        await using var host = new TestHost(builder => builder.Services.AddSingleton<TimeProvider>(clock));
        (await host.StartAsync(Ct)).Dispose();
        using var script = Client(host, await CreateAsync(host, owner: null, "viewer", days: 1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(script, "/api/services"));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(script, "/api/services"));
    }

    [Fact]
    public async Task A_token_never_may_more_than_its_owner()
    {
        await using var host = await PasswordTests.StartAsync("viewer");
        using var script = Client(host, await CreateAsync(host, AccountName.From("ada"), "administrator"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(script, "/api/services"));
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var refused = await script.PostAsync(new Uri("/api/services", UriKind.Relative), content, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("\"role\":\"administrator\"", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains(host.Access.Entries, entry => entry is { Action: "declare_service", Actor: "ada", Outcome: AuditOutcome.Refused, From: "api" });
    }

    [Fact]
    public async Task The_tokens_of_a_disabled_account_end_with_it()
    {
        await using var host = await PasswordTests.StartAsync("viewer");
        using var script = Client(host, await CreateAsync(host, AccountName.From("ada"), "viewer"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(script, "/api/services"));
        await host.Host.App.Services.GetRequiredService<Accounts>().ChangeAsync(By, AccountName.From("ada"), "ada", [], [], isDisabled: true, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(script, "/api/services"));
    }

    [Fact]
    public async Task A_token_cannot_make_itself_another()
    {
        await using var host = await PasswordTests.StartAsync("viewer");
        using var script = Client(host, await CreateAsync(host, owner: null, "viewer"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(script, "/settings/me"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(script, "/settings/access"));
    }

    [Theory]
    [InlineData("slu_0000000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("slu_")]
    [InlineData("slu_short_secret")]
    public async Task Wrong_tokens_are_401(string token)
    {
        await using var host = await PasswordTests.StartAsync();
        using var script = Client(host, token);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(script, "/api/services"));
    }

    [Fact]
    public async Task Another_secret_with_a_good_id_is_refused()
    {
        await using var host = await PasswordTests.StartAsync();
        var good = await CreateAsync(host, owner: null, "viewer");
        using var script = Client(host, good[..^1] + (good[^1] == '0' ? '1' : '0'));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(script, "/api/services"));
    }

    internal static Requester By { get; } = new(TenantId.Default, "test", "ui", Address: null);

    internal static async Task<string> CreateAsync(TestHost host, AccountName? owner, string grants, int days = 30, TenantId? tenant = null)
    {
        var answer = await host.Host.App.Services.GetRequiredService<ApiTokens>().CreateAsync(
            By with { Tenant = tenant ?? TenantId.Default }, owner, "test", GrantText.ParseAll(grants, "grants").Grants, days, Ct);
        return Assert.IsType<AccessAnswer.Done>(answer).Secret!;
    }

    internal static HttpClient Client(TestHost host, string token)
    {
#pragma warning disable CA2000 // the client owns it
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Host.App.Urls.Single()) };
#pragma warning restore CA2000
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    internal static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        return answer.StatusCode;
    }

    [GeneratedRegex("slu_[0-9a-f]{16}_[0-9a-f]{64}", RegexOptions.None, 5000)]
    private static partial Regex Secret();
}
