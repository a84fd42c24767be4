using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Hosting;

public sealed class ProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-");
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string State => Path.Combine(_folder.FullName, "state");

    [Fact]
    public async Task After_kill_9_it_serves_its_last_configuration_at_once_with_the_same_token()
    {
        await using var backend = await Backend.SayingAsync("still served");
        GatewayContact before;
        using (var first = GatewayProcess.Start(State, "http://127.0.0.1:0"))
        {
            before = await first.ContactAsync();
            await PutAsync(before, Given.Config(7, Given.Only(backend.Address)));
            first.Kill();
            await first.EndAsync();
        }

        using var second = GatewayProcess.Start(State, "http://127.0.0.1:0");
        var after = await second.ContactAsync();

        Assert.Equal("still served", await _client.GetStringAsync(new Uri(after.Urls[0]), Ct));
        Assert.Equal(before.Token, after.Token);
        Assert.False(string.Equals(before.Run, after.Run, StringComparison.Ordinal));
        foreach (var file in new[] { "contact.json", "config.json" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(State, file)));
        }
    }

    [Fact]
    public async Task After_kill_9_every_user_is_where_it_was()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        var route = Given.Route(Given.Arm("1", 500, stable.Address), Given.Arm("2", 500, canary.Address)) with { Users = new("2", "1") { Sticky = new("header", "X-User") } };
        List<string> before;
        using (var first = GatewayProcess.Start(State, "http://127.0.0.1:0"))
        {
            var contact = await first.ContactAsync();
            await PutAsync(contact, Given.Config(1, route));
            before = await AnswersAsync(contact);
            first.Kill();
            await first.EndAsync();
        }

        using var second = GatewayProcess.Start(State, "http://127.0.0.1:0");
        Assert.Equal(before, await AnswersAsync(await second.ContactAsync()));
        Assert.Equal(2, before.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task At_SIGTERM_open_requests_finish_and_it_ends_with_0()
    {
        using var go = new SemaphoreSlim(0);
        await using var backend = await Backend.StartAsync(context => go.WaitAsync(context.RequestAborted));
        using var gateway = GatewayProcess.Start(State, "http://127.0.0.1:0");
        var contact = await gateway.ContactAsync();
        await PutAsync(contact, Given.Config(1, Given.Only(backend.Address)));
        var open = _client.GetAsync(new Uri(contact.Urls[0]), Ct);
        await Eventually.GetAsync("the request is open", () => Task.FromResult(backend.Requests), requests => requests == 1);

        gateway.Terminate();
        await Eventually.GetAsync("no new connections", () => ListensAsync(contact.Urls[0]), listens => !listens);
        go.Release();

        using var answer = await open;
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(0, (await gateway.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_second_gateway_on_the_folder_is_refused_with_3()
    {
        using var first = GatewayProcess.Start(State, "http://127.0.0.1:0");
        await first.ContactAsync();
        using var second = GatewayProcess.Start(State, "http://127.0.0.1:0");
        var (exitCode, said) = await second.EndAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains($"{State} is in use by another gateway", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_ends_it_with_4()
    {
        await using var holder = await Backend.SayingAsync("mine");
        using var gateway = GatewayProcess.Start(State, holder.Address);
        var (exitCode, said) = await gateway.EndAsync();
        Assert.Equal(4, exitCode);
        Assert.Contains(holder.Address, said, StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
    }

    [Fact]
    public async Task Every_wrong_argument_is_named_and_ends_it_with_2()
    {
        using var gateway = GatewayProcess.Start("", "https://127.0.0.1:1;http://shop.test:80");
        var (exitCode, said) = await gateway.EndAsync();
        Assert.Equal(2, exitCode);
        foreach (var word in new[] { "--state", "https://127.0.0.1:1", "http://shop.test:80" })
        {
            Assert.Contains(word, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_broken_configuration_on_disk_is_served_as_empty()
    {
        Directory.CreateDirectory(State);
        await File.WriteAllTextAsync(Path.Combine(State, "config.json"), "{\"revision\":", Ct);
        using var gateway = GatewayProcess.Start(State, "http://127.0.0.1:0");
        var contact = await gateway.ContactAsync();
        using var answer = await _client.GetAsync(new Uri(contact.Urls[0]), Ct);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        await PutAsync(contact, GatewayConfig.Empty with { Revision = 1 });
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<bool> ListensAsync(string url)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", new Uri(url).Port, Ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<List<string>> AnswersAsync(GatewayContact contact)
    {
        var answers = new List<string>();
        for (var user = 0; user < 30; user++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(contact.Urls[0]));
            request.Headers.Add("X-User", $"user-{user}");
            using var answer = await _client.SendAsync(request, Ct);
            answers.Add(await answer.Content.ReadAsStringAsync(Ct));
        }

        return answers;
    }

    private async Task PutAsync(GatewayContact contact, GatewayConfig config)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, contact.Admin + "/config") { Content = JsonContent.Create(config, options: GatewayJson.Options) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", contact.Token);
        using var answer = await _client.SendAsync(request, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
