using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>Every endpoint that programs reach, asked with a token of every role: whoever lacks the right gets 403, whoever has it anything else.</summary>
public sealed class RoleRouteTests
{
    private static readonly Dictionary<string, Right> Rights = new(StringComparer.Ordinal)
    {
        [Policies.View] = Right.View,
        [Policies.Note] = Right.Note,
        [Policies.Operate] = Right.Operate,
        [Policies.Approve] = Right.Approve,
        [Policies.Audit] = Right.Audit,
        [Policies.Administer] = Right.Administer,
        [Policies.Manage] = Right.Administer,
    };

    private static readonly Role?[] Roles = [null, .. Enum.GetValues<Role>().Cast<Role?>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_is_open_to_the_roles_that_have_its_right_and_to_nobody_else()
    {
        await using var host = await PasswordTests.StartAsync();
        var clients = new Dictionary<string, (Role? Role, HttpClient Http)>(StringComparer.Ordinal);
        foreach (var role in Roles.OfType<Role>())
        {
            clients[role.ToString()] = (role, ApiTokenTests.Client(host, await ApiTokenTests.CreateAsync(host, owner: null, Words.Of(role))));
        }

        clients["nobody"] = (null, ApiTokenTests.Client(host, "wrong"));
        var walked = 0;
        var wrong = new List<string>();
        foreach (var endpoint in host.Endpoints.Where(RouteWalk.IsGuarded))
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(rule => rule.Policy!).Where(Rights.ContainsKey).Select(policy => Rights[policy]).Distinct().ToArray();
            foreach (var method in RouteWalk.Methods(endpoint))
            {
                foreach (var (name, (role, http)) in clients)
                {
                    var status = await AskAsync(http, method, RouteWalk.Path(endpoint));
                    var may = role is { } held && policies.All(right => Permissions.Allows([new RoleGrant(held)], right, place: null));
                    var isRight = (role, may) switch
                    {
                        (null, _) => status is HttpStatusCode.Unauthorized,
                        (_, false) => status is HttpStatusCode.Forbidden,
                        _ => status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized),
                    };
                    walked++;
                    if (!isRight)
                    {
                        wrong.Add($"{method} {RouteWalk.Path(endpoint)} as {name}: {(int)status}");
                    }
                }
            }
        }

        foreach (var (_, http) in clients.Values)
        {
            http.Dispose();
        }

        Assert.Empty(wrong);
        Assert.True(walked > 200, $"Only {walked} requests were made: the table was not walked.");
    }

    [Fact]
    public async Task A_session_without_a_role_sees_its_own_account_and_nothing_else()
    {
        await using var host = await PasswordTests.StartAsync(string.Empty);
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/settings/me")).Status);
        foreach (var page in new[] { "/fleet", "/settings/access", "/services/new", "/api/services", "/hubs/live" })
        {
            Assert.Equal((page, HttpStatusCode.Forbidden), (page, (await ada.GetAsync(page)).Status));
        }
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        return answer.StatusCode;
    }
}
