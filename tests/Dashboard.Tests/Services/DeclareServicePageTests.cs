using Bunit;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;

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
}
