using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Api;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>Orders are held against roles at the deployment's own place, whatever the endpoint's policy let through.</summary>
public sealed class GuardTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("operator", "abort", 202)]
    [InlineData("operator@shop/production", "abort", 202)]
    [InlineData("operator@shop/staging", "abort", 403)]
    [InlineData("operator@payments", "abort", 403)]
    [InlineData("approver", "abort", 403)]
    [InlineData("contributor@shop", "abort", 403)]
    [InlineData("contributor@shop/staging operator@*/staging", "pause", 403)]
    [InlineData("administrator@shop", "pause", 202)]
    public async Task An_order_needs_its_role_at_its_place(string grants, string order, int status)
    {
        await using var host = await ApiHost.WithCanaryAsync();
        await UseTokenAsync(host, grants);
        var answer = await host.PostAsync($"/api/deployments/shop-2/{order}", "{}");
        Assert.Equal(status, (int)answer.Status);
        if (status == 403)
        {
            Assert.Equal("operator", answer.Json.GetProperty("role").GetString());
            Assert.Equal("urn:sluice:problem:forbidden", answer.Json.GetProperty("type").GetString());
            Assert.IsType<DeploymentStatus.Running>((await host.Sluice.FindDeploymentAsync(ApiHost.Tenant, DeploymentId.From("shop-2"), Ct))!.State.Status);
        }
    }

    [Fact]
    public async Task A_note_takes_a_contributor_and_no_more()
    {
        await using var host = await ApiHost.WithCanaryAsync();
        await UseTokenAsync(host, "contributor@shop/production");
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync("/api/deployments/shop-2/note", """{"text": "looks good"}""")).Status);
        await UseTokenAsync(host, "viewer");
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/api/deployments/shop-2/note", """{"text": "looks good"}""")).Status);
    }

    [Fact]
    public async Task A_reader_is_told_which_role_each_action_needs()
    {
        await using var host = await ApiHost.WithCanaryAsync();
        await UseTokenAsync(host, "contributor");
        var actions = (await host.GetAsync("/api/deployments/shop-2")).Json.GetProperty("allowed_actions").EnumerateArray()
            .ToDictionary(action => action.GetProperty("action").GetString()!, action => action.ToString(), StringComparer.Ordinal);
        Assert.Contains("It needs the operator role here.", actions["abort"], StringComparison.Ordinal);
        Assert.DoesNotContain("role", actions["add_note"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_deployments_releases_and_services_need_their_roles_too()
    {
        await using var host = await ApiHost.WithCanaryAsync();
        await UseTokenAsync(host, "operator@shop/staging");
        Assert.Equal(HttpStatusCode.Created, (await host.PostAsync("/api/services/shop/releases", ApiHost.Release)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/api/deployments", """{"service": "shop", "environment": "production", "release": 2, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/api/services", ApiHost.Shop)).Status);
        await UseTokenAsync(host, "administrator@payments");
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/api/services", ApiHost.Shop)).Status);
    }

    [Fact]
    public async Task A_token_of_a_tenant_that_is_not_in_the_settings_is_no_token()
    {
        await using var host = await ApiHost.WithCanaryAsync();
        await UseTokenAsync(host, "administrator", new TenantId("acme"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/services")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostAsync("/api/deployments/shop-2/abort", "{}")).Status);
    }

    private static async Task UseTokenAsync(ApiHost host, string grants, TenantId? tenant = null)
    {
        var answer = await host.Services.GetRequiredService<ApiTokens>().CreateAsync(
            ApiTokenTests.By with { Tenant = tenant ?? TenantId.Default }, owner: null, "test", GrantText.ParseAll(grants, "grants").Grants, days: 1, Ct);
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<AccessAnswer.Done>(answer).Secret);
    }
}
