using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Tests.Services;

public sealed class ImageRetentionTests
{
    private const string Registry = "registry.example";

    private static readonly EnvironmentName s_production = new("production");
    private static readonly HashSet<string> s_nothing = [];
    private static readonly Config s_thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static readonly Arbitrary<(int[] Images, int Kept, int Live, int Before)> s_services = Arb.From(
        from count in Gen.Choose(1, 25)
        from images in Gen.ArrayOf(Gen.Choose(1, 12), count)
        from kept in Gen.Choose(1, 12)
        from live in Gen.Choose(1, count)
        from before in Gen.Choose(1, count)
        select (images, kept, live, before));

    [Fact]
    public void Of_twelve_releases_the_ten_newest_keep_theirs() =>
        Assert.Equal([new("registry.example/shop:1", [1]), new("registry.example/shop:2", [2])], Removable(Service([.. Enumerable.Range(1, 12)])).OrderBy(image => image.Image, StringComparer.Ordinal));

    [Fact]
    public void What_is_needed_stays_whatever_there_is() => Prop.ForAll(s_services, one =>
    {
        var service = Service(one.Images, one.Live);
        var removable = ImageRetention.Removable(service, one.Kept, [one.Before], s_nothing);
        int[] needed = [one.Live, one.Before, .. Enumerable.Range(1, one.Images.Length).Reverse().Take(one.Kept)];
        Assert.Empty(removable.Select(image => image.Image).Intersect(needed.Select(number => Image(one.Images[number - 1])).Distinct()));
        Assert.Empty(removable.SelectMany(image => image.Releases).Intersect(needed));

        // And of what is not needed nothing is forgotten.
        Assert.Equal(one.Images.Select(number => Image(number)).Distinct().Order(), removable.Select(image => image.Image).Concat(ImageRetention.Needed(service, one.Kept, [one.Before])).Order());
    }).Check(s_thorough);

    [Fact]
    public void What_serves_stands_by_or_could_be_gone_back_to_stays()
    {
        var service = Fold(Service([.. Enumerable.Range(1, 14)], live: 1), new ReleaseWentLive(s_production, 2, Make.Second, Standby: 1, StandbyUntil: FakeBus.Start));
        Assert.Equal([4], ImageRetention.Removable(service, 10, [3], s_nothing).SelectMany(image => image.Releases));
    }

    [Fact]
    public void What_others_need_and_what_nobody_could_fetch_again_stays()
    {
        Assert.Equal([2], ImageRetention.Removable(Service([.. Enumerable.Range(1, 12)]), 10, [], new HashSet<string> { Image(1) }).SelectMany(image => image.Releases));
        Assert.Empty(Removable(Service([.. Enumerable.Range(1, 12)], pull: PullPolicy.Never)));
        Assert.Empty(Removable(Service([.. Enumerable.Range(1, 12)], registry: "localhost")));
    }

    [Fact]
    public void While_something_is_under_way_or_waits_nothing_goes()
    {
        var service = Service([.. Enumerable.Range(1, 12)]);
        foreach (ServiceEvent waits in new ServiceEvent[] { new PlaceTaken(s_production, Make.Second), new PlaceQueued(s_production, Make.Second), new PlaceScheduled(s_production, Make.Second, FakeBus.Start) })
        {
            Assert.Empty(Removable(Fold(service, waits)));
        }

        Assert.NotEmpty(Removable(Fold(service, new PlaceTaken(s_production, Make.Second), new PlaceFreed(s_production, Make.Second))));
    }

    [Fact]
    public void What_is_gone_is_recorded_once_shows_on_its_releases_and_is_there_again_when_one_goes_live()
    {
        var service = Service([.. Enumerable.Range(1, 12)]);
        var image = new RemovableImage(Image(1), [1, 2]);
        var accepted = Assert.IsType<Decision.Accepted>(ServiceDecider.LoseImage(service, image));
        service = Fold(service, [.. accepted.ServiceEvents]);
        Assert.Equal([1, 2], service.GoneImages.Select(gone => gone.Release));
        Assert.IsType<Decision.Ignored>(ServiceDecider.LoseImage(service, image));
        Assert.StartsWith("The image of release 2 is not kept any more", Assert.Single(DeploymentWarnings.Fetched(Make.Request(2), service)), StringComparison.Ordinal);
        Assert.Empty(DeploymentWarnings.Fetched(Make.Request(3), service));

        service = Fold(service, new ReleaseWentLive(s_production, 2, Make.Second, Standby: null, StandbyUntil: null));
        Assert.Equal([1], service.GoneImages.Select(gone => gone.Release));
    }

    private static ValueList<RemovableImage> Removable(Service service) => ImageRetention.Removable(service, 10, [], s_nothing);

    private static string Image(int number, string registry = Registry) => $"{registry}/shop:{number}";

    private static Service Service(int[] images, int? live = null, PullPolicy pull = PullPolicy.Missing, string registry = Registry)
    {
        var declared = Domain.Services.Service.Evolve(null, new ServiceDeclared(Make.Checkout, [new(s_production, new(RuntimeKind.Container), new(RouterKind.Gateway, "shop.test", "/"))]));
        return Fold(declared, [
            .. images.Select((image, index) => new ReleaseAdded(index + 1, new() { Image = Image(image, registry), Container = new() { Pull = pull } })),
            .. live is { } number ? [new ReleaseWentLive(s_production, number, Make.First, Standby: null, StandbyUntil: null)] : Array.Empty<ServiceEvent>()]);
    }

    private static Service Fold(Service service, params ServiceEvent[] events) => events.Aggregate(service, Domain.Services.Service.Evolve);
}
