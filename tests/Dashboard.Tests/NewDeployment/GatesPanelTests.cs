using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.NewDeployment;

public sealed class GatesPanelTests : IAsyncDisposable
{
    private readonly InMemoryAccess _access = new();
    private readonly ConsoleWorld _world;

    public GatesPanelTests() => _world = new(services => services.AddSingleton<IAccessReader>(_access));

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_plan_without_gates_asks_nobody() => Assert.Empty((await OpenAsync(gate: false)).FindAll("[data-gates]"));

    [Fact]
    public async Task While_there_are_no_accounts_that_is_said()
    {
        var page = await OpenAsync();
        Assert.Contains("There are no accounts yet", page.Find(".preview").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-short]"));
    }

    [Fact]
    public async Task Who_looks_after_accounts_sees_who_can_pass_a_gate_and_a_change_of_accounts_shows()
    {
        await AddAsync("ada", "Ada, who asks", new RoleGrant(Role.Administrator));
        await AddAsync("vera", "A viewer", new RoleGrant(Role.Viewer));
        var page = await OpenAsync();
        Assert.Contains("No account can pass this gate now", page.Find("[data-gate=before_phase] [data-short]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-people]"));

        await AddAsync("okafor", "Mary Okafor", new RoleGrant(Role.Approver));
        page.WaitForAssertion(() => Assert.Equal("Can pass it now: Mary Okafor", page.Find("[data-people]").TextContent));
        Assert.Empty(page.FindAll("[data-short]"));
    }

    [Fact]
    public async Task Others_see_how_many_and_no_names()
    {
        await AddAsync("okafor", "Mary Okafor", new RoleGrant(Role.Approver));
        _world.Granted.Held = [new RoleGrant(Role.Operator)];
        var page = await OpenAsync();
        Assert.Equal("Accounts that can pass it now: 1", page.Find("[data-people]").TextContent);
        Assert.DoesNotContain("Okafor", page.Markup, StringComparison.Ordinal);
    }

    private async Task AddAsync(string name, string display, RoleGrant grant)
    {
        await _access.AddAsync(new Account(TenantId.Default, AccountName.From(name), display, AccountSource.Local, [], [grant], "stamp", IsDisabled: false, DateTimeOffset.UnixEpoch, "test"), passwordHash: null, Ct);
        await _world.Console.Services.GetRequiredService<AccessDirectory>().RefreshAsync(Ct);
    }

    private async Task<IRenderedComponent<NewDeploymentPage>> OpenAsync(bool gate = true)
    {
        await _world.GoLiveAsync("shop");
        var page = _world.Open<NewDeploymentPage>("/s/shop/new?release=1", parameters => parameters.Add(p => p.Service, "shop"));
        page.FindAll(".choice").Single(choice => choice.TextContent == "Own phases").Click();
        page.FindAll(".phasetable input[type=checkbox]")[3].Change(gate);
        return page;
    }
}
