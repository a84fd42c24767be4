using System.Globalization;
using System.Net;
using Sluice.Domain;
using Sluice.Domain.Access;
using static Sluice.Dashboard.Tests.Access.TwoTenants;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>Every route with every role of one tenant: an object of another tenant is answered exactly like one that there is not.</summary>
public sealed class TenantRouteTests
{
    private const string Theirs = "theirs";
    private const string Absent = "absent";
    private const string TheirFreeze = "f1";
    private const string AbsentFreeze = "f9";
    private const string TheirIncident = "i1";
    private const string AbsentIncident = "i9";

    // A team is a name that accounts carry, and nothing that could be missing: it has views and plans or none, and new ones can be made for it.
    private static readonly string[] OfATeam = ["GET /api/teams/theirs/views", "POST /api/teams/theirs/views", "GET /api/teams/theirs/plans", "POST /api/teams/theirs/plans/theirs"];

    // What a route has to be sent so that it gets as far as looking for the object; routes that are not named take nothing.
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["start"] = """{"expected_version": 1}""",
        ["promote"] = """{"expected_version": 1}""",
        ["resume"] = """{"expected_version": 1}""",
        ["run_hook_again"] = """{"expected_version": 1}""",
        ["extend"] = """{"expected_version": 1, "by": "1m"}""",
        ["approve"] = """{"expected_version": 1, "gate_id": "g1"}""",
        ["reject"] = """{"expected_version": 1, "gate_id": "g1"}""",
        ["break_glass"] = """{"expected_version": 1, "gate_id": "g1", "incident": "https://incidents.example/1", "reason": "all is down"}""",
        ["change_plan"] = """{"expected_version": 1, "phases": [{"share": 50, "hold": "1m"}]}""",
        ["ask_again"] = """{"gate_id": "g1"}""",
        ["withdraw"] = """{"gate_id": "g1"}""",
        ["remind"] = """{"gate_id": "g1"}""",
        ["delegate"] = """{"gate_id": "g1", "to": "grace"}""",
        ["inquire"] = """{"gate_id": "g1", "text": "Why now?"}""",
        ["reply"] = """{"gate_id": "g1", "text": "Because."}""",
        ["explain"] = """{"of": "r1", "text": "It was on fire."}""",
        ["review"] = """{"text": "I looked."}""",
        ["note"] = """{"text": "I looked."}""",
        ["change"] = """{"title": "other"}""",
        ["items"] = """{"text": "look"}""",
        ["1"] = """{"text": "look"}""",
        ["releases"] = """{"endpoints": ["http://127.0.0.1:1"]}""",
    };

    [Fact]
    public async Task An_object_of_another_tenant_is_answered_like_one_that_there_is_not()
    {
        await using var tenants = await StartAsync();
        var (differences, notLookedFor, walked) = (new List<string>(), new List<string>(), 0);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var acme = await tenants.ScriptAsync(Acme, Words.Of(role));
            foreach (var endpoint in tenants.Host.Endpoints.Where(endpoint => RouteWalk.IsGuarded(endpoint) && RouteWalk.HasParameter(endpoint)))
            {
                foreach (var method in RouteWalk.Methods(endpoint))
                {
                    var (path, missing) = (RouteWalk.Path(endpoint, Theirs, TheirFreeze, TheirIncident), RouteWalk.Path(endpoint, Absent, AbsentFreeze, AbsentIncident));
                    var foreign = await AskAsync(acme, method, path);
                    var unknown = await AskAsync(acme, method, missing);
                    walked++;
                    if (foreign != unknown)
                    {
                        differences.Add($"{method} {path} as {role}: {foreign} instead of {unknown}");
                    }

                    if (role is Role.Administrator && path.StartsWith("/api/", StringComparison.Ordinal) && !OfATeam.Contains($"{method} {path}", StringComparer.Ordinal) && foreign.Status is not HttpStatusCode.NotFound)
                    {
                        notLookedFor.Add($"{method} {path}: {foreign}");
                    }
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(notLookedFor.Count == 0, string.Join('\n', notLookedFor));
        Assert.True(walked > 150, string.Create(CultureInfo.InvariantCulture, $"Only {walked} routes were asked: the table was not walked."));
    }

    [Fact]
    public async Task A_new_deployment_of_anothers_service_is_answered_like_one_of_none()
    {
        await using var tenants = await StartAsync();
        using var acme = await tenants.ScriptAsync(Acme, "operator");
        var foreign = await CreateAsync(Theirs);
        Assert.Equal(await CreateAsync(Absent), foreign);

        async Task<(HttpStatusCode, string)> CreateAsync(string service)
        {
            var (status, body) = await SendAsync(acme, HttpMethod.Post, "/api/deployments", $$"""{"service": "{{service}}", "release": 1}""");
            return (status, Plain(body));
        }
    }

    [Fact]
    public async Task No_list_page_log_or_number_tells_of_another_tenant()
    {
        await using var tenants = await StartAsync();
        await tenants.AddAccountAsync(Globex, "theirs-ann", "viewer");
        using var acme = await tenants.ScriptAsync(Acme, "administrator");
        using var globex = await tenants.ScriptAsync(Globex, "administrator");
        var (told, seen) = (new List<string>(), 0);
        var lists = tenants.Host.Endpoints.Where(endpoint => RouteWalk.IsGuarded(endpoint) && !RouteWalk.HasParameter(endpoint) && RouteWalk.Methods(endpoint).Contains("GET", StringComparer.Ordinal));
        foreach (var path in lists.Select(endpoint => RouteWalk.Path(endpoint)).Where(path => !path.StartsWith("/hubs", StringComparison.Ordinal) && path != "/openapi/v1.json").Distinct(StringComparer.Ordinal))
        {
            foreach (var query in new[] { "", "?tab=open", "?service=theirs" })
            {
                var (_, body) = await SendAsync(acme, HttpMethod.Get, path + query);
                if (body.Replace("service=theirs", "", StringComparison.Ordinal).Contains("theirs-", StringComparison.Ordinal) || body.Contains("globex", StringComparison.Ordinal))
                {
                    told.Add(path + query);
                }

                seen += (await SendAsync(globex, HttpMethod.Get, path + query)).Body.Contains(Theirs, StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.True(told.Count == 0, string.Join('\n', told));
        Assert.True(seen >= 5, "Its own tenant does not see it either.");
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient http, string method, string path)
    {
        var body = method is "POST" or "PUT" or "PATCH" ? Bodies.GetValueOrDefault(path.Split('/')[^1], "{}") : null;
        var (status, text) = await SendAsync(http, new(method), path, body);
        return (status, Plain(text));
    }

    private static string Plain(string text) => WithoutIds(text).Replace(Theirs, Absent, StringComparison.OrdinalIgnoreCase).Replace(TheirFreeze, AbsentFreeze, StringComparison.Ordinal).Replace(TheirIncident, AbsentIncident, StringComparison.Ordinal);
}
