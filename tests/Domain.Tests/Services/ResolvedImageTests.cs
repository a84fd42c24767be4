using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Tests.Services;

/// <summary>What a tag stood for when a release was first started stays what the release is.</summary>
public sealed class ResolvedImageTests
{
    private static readonly ResolvedImage s_meant = new("abc", "sha256:def");

    [Fact]
    public void It_is_recorded_once_and_stays()
    {
        var service = With("registry.example/shop:1");
        Assert.Null(service.Release(1)!.Resolved);
        var accepted = Assert.IsType<Decision.Accepted>(ServiceDecider.ResolveImage(service, 1, s_meant));
        Assert.Equal([new ImageResolved(1, "abc", "sha256:def")], accepted.ServiceEvents);

        service = accepted.ServiceEvents.Aggregate(service, Service.Evolve);
        Assert.Equal(s_meant, service.Release(1)!.Resolved);
        Assert.IsType<Decision.Ignored>(ServiceDecider.ResolveImage(service, 1, new("xyz", Digest: null)));
    }

    [Fact]
    public void A_name_with_a_digest_needs_none_and_what_is_not_there_has_none()
    {
        Assert.IsType<Decision.Ignored>(ServiceDecider.ResolveImage(With("registry.example/shop@sha256:" + new string('a', 64)), 1, s_meant));
        Assert.IsType<Decision.Ignored>(ServiceDecider.ResolveImage(With("registry.example/shop:1"), 2, s_meant));
    }

    private static Service With(string image) =>
        Service.Fold([new ServiceDeclared(Make.Checkout, [Make.Environment() with { Runtime = new RuntimeSpec(RuntimeKind.Container) }]), new ReleaseAdded(1, new ReleaseSpec { Image = image })])!;
}
