using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sluice.Dashboard.Access;

namespace Sluice.Dashboard.Tests.Http;

public sealed class AnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bug_in_the_api_is_a_problem_document_with_an_id_and_without_a_stack_trace()
    {
        await using var host = new TestHost();
        host.Host.App.MapGet("/api/bug", string () => throw new InvalidOperationException("secret detail")).RequireAuthorization(Policies.View);
        using var http = await host.StartAsync(Ct);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestHost.Token);
        using var answer = await http.GetAsync(new Uri("/api/bug", UriKind.Relative), Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        Assert.NotEmpty(json.RootElement.GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task A_bug_behind_a_page_shows_the_id_to_quote()
    {
        await using var host = new TestHost();
        host.Host.App.MapGet("/bug", string () => throw new InvalidOperationException("secret detail")).RequireAuthorization(Policies.View);
        using var http = await host.StartAsync(Ct);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestHost.Token);
        using var answer = await http.GetAsync(new Uri("/bug", UriKind.Relative), Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Id to quote:", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/signin")]
    [InlineData("/health/live")]
    [InlineData("/api/nothing")]
    public async Task Every_answer_has_safe_headers_and_hides_the_server(string path)
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);

        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    /// <summary>Browsers that lost the connection ask so, and wait for a good answer.</summary>
    [Fact]
    public async Task Whether_the_process_lives_is_told_to_whoever_asks_for_no_more_than_that()
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        using var asked = new HttpRequestMessage(HttpMethod.Head, new Uri("/health/live", UriKind.Relative));
        using var answer = await http.SendAsync(asked, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Two_answers_never_share_a_nonce()
    {
        await using var host = new TestHost();
        using var http = await host.StartAsync(Ct);
        using var first = await http.GetAsync(new Uri("/signin", UriKind.Relative), Ct);
        using var second = await http.GetAsync(new Uri("/signin", UriKind.Relative), Ct);
        Assert.NotEqual(first.Headers.GetValues("Content-Security-Policy").Single(), second.Headers.GetValues("Content-Security-Policy").Single(), StringComparer.Ordinal);
    }
}
