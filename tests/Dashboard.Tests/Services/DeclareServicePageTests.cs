using Bunit;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Services;

public sealed class DeclareServicePageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Every_mistake_is_shown_at_its_field_and_nothing_is_cleared()
    {
        var page = _world.Open<DeclareServicePage>("/services/new?name=Shop!");
        page.Find("#field-environments-0--router-path-prefix").Change("no-slash");
        await page.Find("form").SubmitAsync();

        Assert.Equal(2, page.FindAll(".problem__list li").Count);
        Assert.Equal("true", page.Find("#field-name").GetAttribute("aria-invalid"));
        Assert.Equal("Shop!", page.Find("#field-name").GetAttribute("value"));
        Assert.Empty(_world.Sluice.Services(TenantId.Default));
    }

    [Fact]
    public async Task A_declared_service_is_opened()
    {
        var page = _world.Open<DeclareServicePage>("/services/new");
        page.Find("#field-name").Change("shop");
        await page.Find("form").SubmitAsync();
        Assert.EndsWith("/s/shop", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("shop", Assert.Single(_world.Sluice.Services(TenantId.Default)).State.Name.Value);
    }

    [Fact]
    public async Task A_service_of_containers_may_ask_for_digests_and_takes_images()
    {
        var page = _world.Open<DeclareServicePage>("/services/new");
        page.Find("#field-name").Change("boxes");
        page.Find("#field-environments-0--runtime-kind").Change("container");
        page.FindAll("input[type=checkbox]")[0].Change(true);
        await page.Find("form").SubmitAsync();
        var service = Assert.Single(_world.Sluice.Services(TenantId.Default)).State;
        Assert.Equal(new RuntimeSpec(RuntimeKind.Container) { RequireDigest = true }, service.Environments[0].Spec.Runtime);

        var fields = _world.Console.Render<ReleaseFields>(parameters => parameters.Add(f => f.Form, new ReleaseForm()).Add(f => f.Kind, RuntimeKind.Container));
        Assert.NotNull(fields.Find("#field-image"));
        Assert.NotNull(fields.Find("#field-container-memory"));
        Assert.Empty(fields.FindAll("#field-endpoints"));
    }
}
