using Sluice.Domain.Traffic;
using Sluice.Engine.Live;

namespace Sluice.Engine.Tests.Live;

public sealed class AppliedSharesTests
{
    private static readonly AppliedShares s_told = new([Of(1, 900), Of(2, 100)], DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_router_that_does_as_told_does_not_drift_and_releases_without_a_share_do_not_matter() =>
        Assert.Empty(s_told.DriftFrom([Of(1, 900), Of(2, 100), Of(3, 0)]));

    [Fact]
    public void Other_shares_releases_that_are_missing_and_those_that_should_not_serve_are_drift() =>
        Assert.Equal(
            [new(1, Share.FromTenths(900), Share.FromTenths(950)), new(2, Share.FromTenths(100), Share.None), new(3, Share.None, Share.FromTenths(50))],
            s_told.DriftFrom([Of(1, 950), Of(3, 50)]));

    private static ReleaseShare Of(int release, int tenths) => new(release, Share.FromTenths(tenths));
}
