using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Hosting;

namespace Sluice.Benchmarks.Gateway;

/// <summary>Our gateway and the door to it.</summary>
internal static class Subject
{
    /// <summary>The real program, in a process of its own.</summary>
    public static async Task<(Child Child, string Url)> StartProgramAsync(DirectoryInfo folder, IReadOnlyList<string> destinations, CancellationToken ct)
    {
        var state = Path.Combine(folder.FullName, "program");
        var contact = Path.Combine(state, "contact.json");
        var child = Child.Start(Path.Combine(AppContext.BaseDirectory, "Sluice.Gateway"), "--urls", "http://127.0.0.1:0", "--state", state);
        while (!File.Exists(contact))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        }

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(contact, ct));
        var root = json.RootElement;
        await ApplyAsync(root.GetProperty("admin").GetString()!, root.GetProperty("token").GetString()!, 1, 500, destinations, ct);
        return (child, root.GetProperty("urls")[0].GetString()!);
    }

    /// <summary>The same in this process, to look at its allocations.</summary>
    public static Task<GatewayHost> StartHostAsync(DirectoryInfo folder, CancellationToken ct) =>
        GatewayHost.StartAsync(new GatewayOptions([BindingAddress.Parse("http://127.0.0.1:0")], Path.Combine(folder.FullName, "host")) { EndWithin = TimeSpan.FromSeconds(1) }, ct);

    /// <param name="weight">Of the second destination's release, in tenths of a percent.</param>
    /// <param name="sticky">Users are told apart by the one header that every request has.</param>
    public static async Task ApplyAsync(string admin, string token, long revision, int weight, IReadOnlyList<string> destinations, CancellationToken ct, bool sticky = false)
    {
        using var client = new HttpClient();
        var users = sticky ? """, "users":{"canary":"2","stable":"1","sticky":{"by":"header","name":"Host"}}""" : "";
        var config = string.Create(CultureInfo.InvariantCulture, $$"""
            {"revision":{{revision}},"routes":[{"id":"bench","pathPrefix":"/","arms":[
              {"release":"1","weight":{{1000 - weight}},"destinations":[{"id":"a","address":"{{destinations[0]}}"}]},
              {"release":"2","weight":{{weight}},"destinations":[{"id":"b","address":"{{destinations[1]}}"}]}]{{users}}}]}
            """);
        using var request = new HttpRequestMessage(HttpMethod.Put, admin + "/config") { Content = new StringContent(config, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
    }
}
