using Bunit;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Services;

public sealed class RecordInitialTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task What_runs_already_is_recorded_and_said_to_be()
    {
        await DeclareAsync("production");
        var page = Open();
        page.Find("[data-record-initial] form").Submit();
        Assert.Equal("true", page.Find("[data-record-initial] textarea").GetAttribute("aria-invalid"));

        page.Find("[data-record-initial] textarea").Change("http://10.0.0.4:8080");
        page.Find("[data-record-initial] form").Submit();
        Assert.Contains("Nothing is started or stopped", page.Find(".dialog__consequence").TextContent, StringComparison.Ordinal);
        await page.Find("dialog[aria-labelledby] form").SubmitAsync();
        _world.Clock.Advance(TimeSpan.FromMilliseconds(250));

        page.WaitForAssertion(() => Assert.Equal("#1", page.Find(".now__release").TextContent.Trim()));
        Assert.EndsWith("it ran already, and Sluice did not deploy it", page.Find(".now [data-initial]").TextContent, StringComparison.Ordinal);
        Assert.Equal("recorded, not deployed by Sluice", page.Find(".history [data-initial]").TextContent);
        Assert.Empty(page.FindAll("[data-record-initial]"));
        Assert.Equal(DeploymentKind.Initial, (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 1))).Spec.Kind);

        var fleet = _world.Open<FleetPage>("/fleet");
        fleet.Find(".fleet__fold").Click();
        Assert.Contains("not deployed by Sluice", fleet.Find(".fleet__row .fleet__state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_says_the_same_as_a_release_that_is_there_is_that_release()
    {
        await DeclareAsync("production", "eu-1");
        await _world.Sluice.AddReleaseAsync(TenantId.Default, ConsoleWorld.Shop, new() { Endpoints = ["http://10.0.0.4:8080"], Notes = "as it was" }, new(Actor.Person("ada")), Ct);
        var page = Open();
        page.Find("[data-record-initial] select").Change("eu-1");
        page.Find("[data-record-initial] form").Submit();
        await page.Find("dialog[aria-labelledby] form").SubmitAsync();

        var service = (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, Ct))!.State;
        Assert.Equal((1, (int?)null, 1), (service.Releases.Count, service.Environments[0].Live, service.Environments[1].Live!.Value));
    }

    [Fact]
    public async Task What_was_asked_about_is_what_is_answered_also_when_something_else_could_be_recorded_by_then()
    {
        await DeclareAsync("production", "eu-1");
        var page = Open();
        page.Find("[data-record-initial] select").Change("eu-1");
        page.Find("[data-record-initial] textarea").Change("http://10.0.0.4:8080");
        page.Find("[data-record-initial] form").Submit();
        await _world.Sluice.RecordInitialAsync(TenantId.Default, ConsoleWorld.Shop, new("eu-1"), null, new() { Endpoints = ["http://10.0.0.9:8080"] }, new(Actor.Person("bob")), Ct);
        _world.Clock.Advance(TimeSpan.FromMilliseconds(250));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".now__release")));
        await page.Find("dialog[aria-labelledby] form").SubmitAsync();

        var service = (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, Ct))!.State;
        Assert.Equal((1, (int?)null, 1), (service.Releases.Count, service.Environment(new("production"))!.Live, service.Environment(new("eu-1"))!.Live!.Value));
    }

    [Fact]
    public async Task It_is_not_offered_where_Sluice_starts_what_runs()
    {
        await _world.DeclareAsync("shop", "production");
        Assert.Empty(Open().FindAll("[data-record-initial]"));
    }

    private IRenderedComponent<ServicePage> Open() => _world.Open<ServicePage>("/s/shop", parameters => parameters.Add(page => page.Name, "shop"));

    private Task<CommandAnswer> DeclareAsync(params string[] environments) => _world.Sluice.DeclareServiceAsync(
        TenantId.Default,
        ConsoleWorld.Shop,
        environments.Select(name => new EnvironmentSpec(new EnvironmentName(name), new RuntimeSpec(RuntimeKind.External), new RouterSpec(RouterKind.Gateway, $"{name}.shop.local", "/"))).ToValueList(),
        new(Actor.Person("ada")),
        Ct);
}
