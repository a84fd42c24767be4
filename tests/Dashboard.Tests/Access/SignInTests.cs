using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;

namespace Sluice.Dashboard.Tests.Access;

public sealed class SignInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_header_names_the_actor_and_the_tenant_is_the_default_one()
    {
        await using var host = new TestHost();
        host.Host.App.MapGet("/api/whoami", (CurrentActor current) => $"{current.Actor.Name} of {current.Tenant}").RequireAuthorization(Policies.View);
        using var http = await host.StartAsync(Ct);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestHost.Token);

        Assert.Equal("api of *DEFAULT*", await http.GetStringAsync(new Uri("/api/whoami", UriKind.Relative), Ct));
        http.DefaultRequestHeaders.Add("Sluice-Actor", "pipeline 7");
        Assert.Equal("pipeline 7 of *DEFAULT*", await http.GetStringAsync(new Uri("/api/whoami", UriKind.Relative), Ct));
    }

    [Theory]
    [InlineData("a-token-for-these-test")]
    [InlineData("a-token-for-these-tests ü")]
    [InlineData("")]
    public async Task Any_other_token_is_401(string token)
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Uri.EscapeDataString(token)}");
        using var answer = await http.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_link_gives_no_session_before_a_name_is_given()
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        using var answer = await http.GetAsync(new Uri($"/signin?token={TestHost.Token}", UriKind.Relative), Ct);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.DoesNotContain(TestHost.Token, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var cookies = answer.Headers.GetValues("Set-Cookie").ToArray();
        Assert.All(cookies, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(cookies, cookie => cookie.StartsWith("sluice=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_wrong_tokens_a_minute_are_enough()
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        for (var i = 0; i < SignInAttempts.WrongPerMinute; i++)
        {
            using var refused = await http.GetAsync(new Uri("/signin?token=guess", UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        }

        using var answer = await http.GetAsync(new Uri($"/signin?token={TestHost.Token}", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_cannot_be_ended_by_another_site()
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestHost.Token);
        using var form = new FormUrlEncodedContent([]);
        using var answer = await http.PostAsync(new Uri("/signout", UriKind.Relative), form, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_generated_token_is_kept_for_its_owner_only()
    {
        await using var host = new TestHost(configure: null, "--Access:BootstrapToken", "");
        var token = host.Host.App.Services.GetRequiredService<AccessToken>();
        var path = Path.Combine(host.Data, "access", "token");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(token.Value, await File.ReadAllTextAsync(path, Ct));
        Assert.True(token.Matches(token.Value));
        Assert.False(token.Matches(null));
    }

    [Fact]
    public void Wrong_settings_are_all_reported_at_once()
    {
        var result = new AccessOptionsValidator().Validate(name: null, new AccessOptions { BootstrapToken = "short one", SessionLength = TimeSpan.Zero });
        Assert.Equal(3, result.Failures!.Count());
        Assert.DoesNotContain("short one", result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5170", "http://127.0.0.1:5170")]
    [InlineData("http://[::]:5170", "http://localhost:5170")]
    [InlineData("https://sluice.example/", "https://sluice.example")]
    public void The_printed_link_can_be_opened(string listened, string printed) => Assert.Equal(printed, SignInLink.Reachable(listened));
}
