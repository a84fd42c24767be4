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
        var removable = ImageRetention.Removable(service, one.Kept, [one.Before], s_nothing, []);
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
        Assert.Equal([4], ImageRetention.Removable(service, 10, [3], s_nothing, []).SelectMany(image => image.Releases));
    }

    [Fact]
    public void What_others_need_and_what_may_not_be_fetched_stays()
    {
        Assert.Equal([2], ImageRetention.Removable(Service([.. Enumerable.Range(1, 12)]), 10, [], new HashSet<string> { Image(1) }, []).SelectMany(image => image.Releases));
        Assert.Empty(Removable(Service([.. Enumerable.Range(1, 12)], pull: PullPolicy.Never)));

        // Not even another release that may be fetched lets it go.
        var service = Fold(Service([1, 2]), new ReleaseAdded(3, new() { Image = Image(1), Container = new() { Pull = PullPolicy.Never } }), new ReleaseAdded(4, new() { Image = Image(3) }));
        Assert.Equal([2], ImageRetention.Removable(service, 1, [], s_nothing, []).SelectMany(image => image.Releases));
        Assert.Contains(Image(1), ImageRetention.Needed(service, 1, []));
    }

    [Fact]
    public void While_something_is_under_way_or_waits_nothing_goes()
    {
        var service = Service([.. Enumerable.Range(1, 12)]);
        Assert.DoesNotContain(Image(1), ImageRetention.Needed(service, 10, []));
        foreach (ServiceEvent waits in new ServiceEvent[] { new PlaceTaken(s_production, Make.Second), new PlaceQueued(s_production, Make.Second), new PlaceScheduled(s_production, Make.Second, FakeBus.Start) })
        {
            Assert.Empty(Removable(Fold(service, waits)));
            Assert.Contains(Image(1), ImageRetention.Needed(Fold(service, waits), 10, []));
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

    [Fact]
    public void What_is_there_again_is_gone_for_no_release_that_names_it()
    {
        var gone = Fold(Service([1, 1, 1, 2, 3]), new ImageGone(Image(1), [1, 2, 3]));
        Assert.Equal([1, 2, 3], gone.GoneImages.Select(one => one.Release));
        Assert.Empty(Fold(gone, new ReleaseWentLive(s_production, 2, Make.Second, Standby: null, StandbyUntil: null)).GoneImages);
        Assert.Empty(Fold(gone, new ImageFetched(2, Image(1), "abc")).GoneImages);
        Assert.Empty(Fold(gone, new ReleaseAdded(6, new() { Image = Image(1) })).GoneImages);
        Assert.Equal(3, Fold(gone, new ImageFetched(4, Image(2), "abc")).GoneImages.Count);
    }

    [Fact]
    public void What_something_needs_by_now_is_not_recorded_as_gone()
    {
        var (service, image) = (Service([1, 2, 3]), new RemovableImage(Image(1), [1]));
        Assert.IsType<Decision.Accepted>(ServiceDecider.LoseImage(service, image));
        Assert.All(
            new ServiceEvent[] { new PlaceTaken(s_production, Make.Second), new ReleaseAdded(4, new() { Image = Image(1) }), new ReleaseWentLive(s_production, 1, Make.First, Standby: null, StandbyUntil: null) },
            since => Assert.IsType<Decision.Ignored>(ServiceDecider.LoseImage(Fold(service, since), image)));
    }

    [Fact]
    public void What_was_fetched_is_recorded_once_and_again_when_it_had_gone()
    {
        var (service, image) = (Service([1, 2]), new FetchedImage(Image(1), "abc"));
        service = Fold(service, [.. Assert.IsType<Decision.Accepted>(ServiceDecider.FetchImage(service, 1, image)).ServiceEvents]);
        Assert.IsType<Decision.Ignored>(ServiceDecider.FetchImage(service, 1, image));
        Assert.IsType<Decision.Accepted>(ServiceDecider.FetchImage(service, 1, image with { Id = "def" }));
        Assert.Equal(["abc"], Assert.Single(ImageRetention.Removable(service, 1, [], s_nothing, service.FetchedImages)).Ids);

        service = Fold(service, new ImageGone(Image(1), [1]));
        Assert.Empty(service.FetchedImages);
        Assert.IsType<Decision.Accepted>(ServiceDecider.FetchImage(service, 1, image));
    }

    [Fact]
    public void An_image_named_by_a_digest_is_the_same_with_any_tag()
    {
        const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        var service = Fold(Service([]), new ReleaseAdded(1, new() { Image = Registry + "/shop:1" + Digest }), new ReleaseAdded(2, new() { Image = Registry + "/shop:2" + Digest }));
        Assert.Empty(ImageRetention.Removable(service, 1, [], s_nothing, []));
        Assert.Equal([Registry + "/shop" + Digest], ImageRetention.Needed(service, 1, []));
    }

    [Theory]
    [InlineData("registry.example/shop:2", "registry.example/shop:2", true)]
    [InlineData("registry.example/shop:2", "registry.example/shop:1", false)]
    [InlineData("shop", "docker.io/library/shop:latest", true)]
    [InlineData("docker.io/library/shop:2", "shop:2", true)]
    [InlineData("shop:2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("shop:2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "mirror.example/copy@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("shop:2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "shop@sha256:1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    public void What_must_stay_is_recognised_by_the_names_that_an_engine_has(string needed, string name, bool stays) => Assert.Equal(stays, new NeededImages([needed]).Has(name));

    private static ValueList<RemovableImage> Removable(Service service) => ImageRetention.Removable(service, 10, [], s_nothing, []);

    private static string Image(int number) => $"{Registry}/shop:{number}";

    private static Service Service(int[] images, int? live = null, PullPolicy pull = PullPolicy.Missing)
    {
        var declared = Domain.Services.Service.Evolve(null, new ServiceDeclared(Make.Checkout, [new(s_production, new(RuntimeKind.Container), new(RouterKind.Gateway, "shop.test", "/"))]));
        return Fold(declared, [
            .. images.Select((image, index) => new ReleaseAdded(index + 1, new() { Image = Image(image), Container = new() { Pull = pull } })),
            .. live is { } number ? [new ReleaseWentLive(s_production, number, Make.First, Standby: null, StandbyUntil: null)] : Array.Empty<ServiceEvent>()]);
    }

    private static Service Fold(Service service, params ServiceEvent[] events) => events.Aggregate(service, Domain.Services.Service.Evolve);
}
