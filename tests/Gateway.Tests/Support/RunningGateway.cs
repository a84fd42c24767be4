using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Hosting;

namespace Sluice.Gateway.Tests.Support;

/// <summary>A real gateway in this process with a folder of its own, a client for its door and one for its traffic.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly GatewayHost _host;

    private RunningGateway(DirectoryInfo folder, GatewayHost host)
    {
        (_folder, _host) = (folder, host);
        Admin = new HttpClient { BaseAddress = new Uri(host.Contact.Admin) };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Contact.Token);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Contact.Urls[0]) };
    }

    public HttpClient Admin { get; }

    public HttpClient Client { get; }

    public string Url => _host.Contact.Urls[0];

    public GatewayContact Contact => _host.Contact;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RunningGateway> StartAsync(params GatewayRoute[] routes)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-");
        var options = new GatewayOptions([BindingAddress.Parse("http://127.0.0.1:0")], folder.FullName) { EndWithin = TimeSpan.FromSeconds(1) };
        var gateway = new RunningGateway(folder, await GatewayHost.StartAsync(options, Ct));
        if (routes.Length > 0)
        {
            await gateway.ApplyAsync(Given.Config(1, routes));
        }

        return gateway;
    }

    public async Task ApplyAsync(GatewayConfig config)
    {
        using var answer = await PutAsync(JsonSerializer.Serialize(config, GatewayJson.Options));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    public async Task<HttpResponseMessage> PutAsync(string json)
    {
        // Whoever expects to be refused asks before sending: else the refusal may get lost in the broken connection.
        using var request = new HttpRequestMessage(HttpMethod.Put, "/config") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        return await Admin.SendAsync(request, Ct);
    }

    public async Task<GatewayStatus> StatusAsync() => (await Admin.GetFromJsonAsync<GatewayStatus>("/status", GatewayJson.Options, Ct))!;

    /// <summary>The counters of a release once it has ended so many requests.</summary>
    public Task<ReleaseCounters> CountersAsync(string release, long requests) => Eventually.GetAsync(
        $"{requests} requests counted for release {release}",
        async () => (await StatusAsync()).Counters.Single(counters => string.Equals(counters.Release, release, StringComparison.Ordinal)),
        counters => counters.Requests >= requests);

    public async Task<string> GetAsync(string path = "/")
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>Sends that many requests, 32 at a time, and says who answered how often.</summary>
    public async Task<Dictionary<string, int>> SpreadAsync(int requests)
    {
        var answers = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Ct }, async (_, _) => answers.Add(await GetAsync()));
        return answers.CountBy(answer => answer).ToDictionary();
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Client.Dispose();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
