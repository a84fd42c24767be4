using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Presence;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.Presence;

/// <summary>Two who fill in the form of one service see each other.</summary>
public sealed class FellowEditorsTests : IAsyncDisposable
{
    private readonly InMemoryAccess _access = new();
    private readonly ConsoleWorld _world;

    public FellowEditorsTests() => _world = new(services => services.AddSingleton<IAccessReader>(_access));

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Another_editor_is_named_while_they_are_there_and_those_of_another_form_are_not()
    {
        var page = await OpenAsync();
        Assert.Empty(page.FindAll(".onlookers"));
        var okafor = await ArriveAsync("okafor", "Mary Okafor");
        okafor.EnterForm(new ServiceName("basket"), () => { });
        okafor.Enter(DeploymentId.Of(ConsoleWorld.Shop, 1), () => { });
        Assert.Empty(page.FindAll(".onlookers"));

        var there = okafor.EnterForm(ConsoleWorld.Shop, () => { });
        page.WaitForAssertion(() => Assert.Contains("Mary Okafor has this form open too.", page.Find(".onlookers").TextContent, StringComparison.Ordinal));
        Assert.Equal("ada", Assert.Single(there.Others).Name);
        (await ArriveAsync("haddad", "L. Haddad")).EnterForm(ConsoleWorld.Shop, () => { });
        page.WaitForAssertion(() => Assert.Contains("Others who have this form open too: 2.", page.Find(".onlookers").TextContent, StringComparison.Ordinal));

        there.Dispose();
        page.WaitForAssertion(() => Assert.Contains("L. Haddad has this form open too.", page.Find(".onlookers").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_want_to_be_seen_is_not_and_sees_nobody()
    {
        var page = await OpenAsync();
        var hidden = (await ArriveAsync("okafor", "Mary Okafor", showsPresence: false)).EnterForm(ConsoleWorld.Shop, () => { });
        Assert.Empty(page.FindAll(".onlookers"));
        Assert.Empty(hidden.Others);
    }

    private async Task<IRenderedComponent<NewDeploymentPage>> OpenAsync()
    {
        await _world.GoLiveAsync("shop");
        return _world.Open<NewDeploymentPage>("/s/shop/new?release=1", parameters => parameters.Add(p => p.Service, "shop"));
    }

    /// <summary>The circuit of somebody with an account.</summary>
    private async Task<Attendance> ArriveAsync(string name, string display, bool showsPresence = true)
    {
        var account = new Account(TenantId.Default, AccountName.From(name), display, AccountSource.Local, [], [], "stamp", IsDisabled: false, DateTimeOffset.UnixEpoch, "test") { ShowsPresence = showsPresence };
        await _access.AddAsync(account, passwordHash: null, Ct);
        var directory = _world.Console.Services.GetRequiredService<AccessDirectory>();
        await directory.RefreshAsync(Ct);
        var current = new CurrentActor(_world.Granted);
        current.Is(Principals.Of(account, "test"));
        return new(_world.Console.Services.GetRequiredService<PresenceBoard>(), current, directory);
    }
}
