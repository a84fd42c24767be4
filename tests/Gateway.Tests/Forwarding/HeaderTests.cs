using System.Net;
using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Forwarding;

public sealed class HeaderTests
{
    private static readonly string[] s_told = ["Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "traceparent", "tracestate", "X-Own", "Sluice-Hops", "Accept-Encoding"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_destination_learns_who_asked_for_what_and_gets_every_other_header_as_it_came()
    {
        await using var backend = await Backend.StartAsync(TellHeadersAsync);
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "shop.test";
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.Add("tracestate", "a=b");
        request.Headers.Add("X-Own", "yes");
        request.Headers.Add("Accept-Encoding", "br");

        using var answer = await gateway.Client.SendAsync(request, Ct);

        Assert.Equal(
            "shop.test|203.0.113.7, 127.0.0.1|http|shop.test|00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01|a=b|yes|1|br",
            await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_compressed_answer_goes_through_untouched()
    {
        await using var backend = await Backend.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(new byte[] { 1, 2, 3 }, context.RequestAborted);
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));
        using var answer = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative), Ct);
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task A_gateway_that_leads_back_to_itself_says_so_after_eight_hops()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.ApplyAsync(Given.Config(1, Given.Only(gateway.Url)));
        using var answer = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.LoopDetected, answer.StatusCode);
        Assert.Equal(8, (await gateway.CountersAsync("1", 8)).Requests);
    }

    [Theory]
    [InlineData("7", HttpStatusCode.OK)]
    [InlineData("8", HttpStatusCode.LoopDetected)]
    [InlineData("99999999999", HttpStatusCode.OK)]
    [InlineData("many", HttpStatusCode.OK)]
    public async Task Hops_are_counted_by_a_header(string hops, HttpStatusCode expected)
    {
        await using var backend = await Backend.StartAsync(TellHeadersAsync);
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Sluice-Hops", hops);
        using var answer = await gateway.Client.SendAsync(request, Ct);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.LoopDetected ? 0 : 1, backend.Requests);
    }

    private static Task TellHeadersAsync(HttpContext context) => context.Response.WriteAsync(string.Join('|', s_told.Select(name => context.Request.Headers[name].ToString())));
}
