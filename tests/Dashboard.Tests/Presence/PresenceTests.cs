using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Presence;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.Presence;

public sealed class PresenceTests : IDisposable
{
    private const string Script = "<script>alert(1)</script>";
    private readonly DeploymentScene _scene = new();

    private PresenceBoard Board => _scene.Console.Services.GetRequiredService<PresenceBoard>();

    private AccessDirectory Directory => _scene.Console.Services.GetRequiredService<AccessDirectory>();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Alone_on_a_page_nobody_is_shown()
    {
        await _scene.BakingAsync();
        Assert.Empty(_scene.Open().FindAll(".onlookers"));
    }

    [Fact]
    public async Task Another_person_is_shown_under_the_name_of_their_account_until_they_leave()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        var there = (await ArriveAsync("okafor", "Mary Okafor")).Enter(DeploymentScene.Id, Nothing);
        page.WaitForAssertion(() => Assert.Contains("Mary Okafor is looking at this too.", page.Find(".onlookers").TextContent, StringComparison.Ordinal));
        Assert.Equal("MO", page.Find(".onlookers__face").TextContent);

        there.Dispose();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".onlookers")));
    }

    [Fact]
    public async Task Several_are_counted_and_an_open_dialog_is_told_to_those_who_have_one_open_too()
    {
        await _scene.JudgedAsync(errors: 0, runs: 2);
        var page = _scene.Open();
        var okafor = await ArriveAsync("okafor", "M. Okafor");
        okafor.Enter(DeploymentScene.Id, Nothing);
        okafor.Enter(DeploymentScene.Id, Nothing);
        (await ArriveAsync("haddad", "L. Haddad")).Enter(DeploymentScene.Id, Nothing);
        (await ArriveAsync("else", "Somewhere Else")).Enter(DeploymentId.From("shop-1"), Nothing);
        okafor.Asks(DeploymentScene.Id, DeploymentAction.Promote);
        page.WaitForAssertion(() => Assert.Contains("2 others are looking at this.", page.Find(".onlookers").TextContent, StringComparison.Ordinal));
        Assert.Equal("M. Okafor has the Promote dialog open.", page.Find(".onlookers__asks").TextContent);

        page.FindAll("#actions button").Single(b => b.TextContent.Trim() == "Promote").Click();
        Assert.Contains("M. Okafor has the Promote dialog open.", page.Find("dialog").TextContent, StringComparison.Ordinal);

        okafor.Asks(DeploymentScene.Id, action: null);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".onlookers__asks")));
    }

    [Fact]
    public async Task A_dialog_that_is_opened_is_told_to_others_and_taken_back_when_it_closes()
    {
        await _scene.BakingAsync();
        using var visit = (await ArriveAsync("okafor", "M. Okafor")).Enter(DeploymentScene.Id, Nothing);
        var page = _scene.Open();
        page.FindAll("#actions button").Single(b => b.TextContent.Trim() == "Abort").Click();
        Assert.Equal([new Onlooker("Maria", "Maria", DeploymentAction.Abort)], visit.Others);
        page.FindAll("dialog button").Single(b => b.TextContent.Trim() == "Go back").Click();
        Assert.Equal([new Onlooker("Maria", "Maria", Asks: null)], visit.Others);
    }

    [Fact]
    public async Task A_lost_connection_hides_and_the_end_of_the_circuit_ends_it()
    {
        using var watching = (await ArriveAsync("haddad", "L. Haddad")).Enter(DeploymentScene.Id, Nothing);
        var okafor = await ArriveAsync("okafor", "M. Okafor");
        okafor.Enter(DeploymentScene.Id, Nothing);
        Assert.Single(watching.Others);
        await okafor.OnConnectionDownAsync(null!, DeploymentScene.Ct);
        Assert.Empty(watching.Others);
        await okafor.OnConnectionUpAsync(null!, DeploymentScene.Ct);
        Assert.Single(watching.Others);
        await okafor.OnCircuitClosedAsync(null!, DeploymentScene.Ct);
        Assert.Empty(watching.Others);
    }

    [Fact]
    public async Task Turned_off_one_is_not_shown_and_does_not_see_others()
    {
        using var haddad = (await ArriveAsync("haddad", "L. Haddad")).Enter(DeploymentScene.Id, Nothing);
        using var okafor = (await ArriveAsync("okafor", "M. Okafor")).Enter(DeploymentScene.Id, Nothing);
        await _scene.Access.ChangeAsync(TenantId.Default, AccountName.From("okafor"), new(ShowsPresence: false), DeploymentScene.Ct);
        await Directory.RefreshAsync(DeploymentScene.Ct);
        Assert.Empty(haddad.Others);
        Assert.Empty(okafor.Others);
    }

    [Fact]
    public async Task Without_a_role_nobody_is_seen_and_nobody_sees()
    {
        var lost = new EverythingGranted();
        using var haddad = (await ArriveAsync("haddad", "L. Haddad")).Enter(DeploymentScene.Id, Nothing);
        using var okafor = (await ArriveAsync("okafor", "M. Okafor", lost)).Enter(DeploymentScene.Id, Nothing);
        Assert.Single(okafor.Others);
        lost.Held = [];
        Assert.Empty(okafor.Others);
        Assert.Empty(haddad.Others);
    }

    [Fact]
    public async Task Another_tenants_deployment_of_the_same_name_is_another_one()
    {
        using var haddad = (await ArriveAsync("haddad", "L. Haddad")).Enter(DeploymentScene.Id, Nothing);
        using var other = new Visit(Board, Sight.Of(new TenantId("other"), DeploymentScene.Id), () => new("eve", "Eve", Asks: null), Nothing, _ => { });
        Board.Add(other);
        Assert.Empty(haddad.Others);
        Assert.Empty(other.Others);
    }

    [Fact]
    public async Task A_script_in_a_name_stays_text()
    {
        await _scene.BakingAsync();
        (await ArriveAsync("okafor", Script)).Enter(DeploymentScene.Id, Nothing);
        var page = _scene.Open();
        Assert.Contains(Script, page.Find(".onlookers").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("script"));
    }

    [Theory]
    [InlineData("Mary Okafor", "MO")]
    [InlineData("okafor", "O")]
    [InlineData("Ana de la Cruz", "AC")]
    [InlineData("  ", "?")]
    public void Initials_are_of_the_first_word_and_of_the_last(string display, string initials) => Assert.Equal(initials, new Onlooker("x", display, Asks: null).Initials);

    private static void Nothing()
    {
    }

    /// <summary>The circuit of somebody with an account.</summary>
    private async Task<Attendance> ArriveAsync(string name, string display, IGrants? grants = null)
    {
        var account = new Account(TenantId.Default, AccountName.From(name), display, AccountSource.Local, [], [], "stamp", IsDisabled: false, DateTimeOffset.UnixEpoch, "test");
        await _scene.Access.AddAsync(account, passwordHash: null, DeploymentScene.Ct);
        await Directory.RefreshAsync(DeploymentScene.Ct);
        var current = new CurrentActor(grants ?? _scene.Granted);
        current.Is(Principals.Of(account, "test"));
        return new(Board, current, Directory);
    }
}
