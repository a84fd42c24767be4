using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Engine.Metrics.Scraping;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>Against a listener that answers as the test says, byte by byte.</summary>
public sealed class ScrapeClientTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_answered_is_read() =>
        Assert.Equal(("a 1\n", null), await AskAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na 1\n"u8.ToArray()));

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "answered 302")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "answered 204")]
    [InlineData("nonsense\r\n\r\n", "GET http://")]
    public async Task Another_answer_is_none(string answer, string why)
    {
        var (text, found) = await AskAsync(Encoding.ASCII.GetBytes(answer));
        Assert.Null(text);
        Assert.Contains(why, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_long_is_not_read_to_the_end()
    {
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n"u8.ToArray();
        var (text, why) = await AskAsync([.. head, .. Enumerable.Repeat((byte)'\n', 2_000_000)]);
        Assert.Null(text);
        Assert.EndsWith("answered more than 1 MiB", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_text_is_said_to_be_none() =>
        Assert.EndsWith("answered what is no UTF-8", (await AskAsync([.. "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"u8, 0xff, 0xfe])).Why, StringComparison.Ordinal);

    [Fact]
    public async Task Nobody_there_is_said_plainly()
    {
        using var client = new ScrapeClient(TimeProvider.System);
        Assert.StartsWith("nobody listens at http://127.0.0.1:1/metrics", (await client.GetAsync("http://127.0.0.1:1", "/metrics", Ct)).Why, StringComparison.Ordinal);
    }

    private static async Task<(string? Text, string? Why)> AskAsync(byte[] answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, answer);
        using var client = new ScrapeClient(TimeProvider.System);
        var result = await client.GetAsync($"http://{listener.LocalEndpoint}", "/metrics", Ct);
        await serving;
        return result;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] answer)
    {
        using var connection = await listener.AcceptTcpClientAsync(Ct);
        await using var stream = connection.GetStream();
        var request = new byte[4096];
        _ = await stream.ReadAsync(request, Ct);
        try
        {
            await stream.WriteAsync(answer, Ct);
        }
        catch (IOException)
        {
            // The client had enough.
        }
    }
}
