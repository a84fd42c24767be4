using FsCheck;
using FsCheck.Fluent;
using Sluice.Gateway.Routing;

namespace Sluice.Gateway.Tests.Routing;

public sealed class UserBucketsTests
{
    private const int Users = 100_000;

    private static readonly ulong s_shop = UserBuckets.Salt("*DEFAULT*/shop/production");

    /// <summary>Other processes, machines and versions must agree: when this fails, change the code, never the numbers.</summary>
    [Theory]
    [InlineData("*DEFAULT*/shop/production", "ada", 803)]
    [InlineData("*DEFAULT*/shop/production", "ben", 456)]
    [InlineData("*DEFAULT*/shop/staging", "ada", 190)]
    [InlineData("*DEFAULT*/shop/production", "Zoë 🦉", 522)]
    public void A_bucket_is_the_same_for_ever(string route, string user, int bucket) => Assert.Equal(bucket, UserBuckets.Of(UserBuckets.Salt(route), user));

    [Fact]
    public void Any_text_has_a_bucket_from_0_to_999() => Prop.ForAll<string?>(text => UserBuckets.Of(s_shop, text) is >= 0 and < UserBuckets.Count).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("user-{0}")]
    [InlineData("{0}")]
    [InlineData("{0}@example.org")]
    public void Users_spread_evenly_whatever_their_names_look_like(string pattern)
    {
        var counts = new int[UserBuckets.Count];
        for (var i = 0; i < Users; i++)
        {
            counts[UserBuckets.Of(s_shop, string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, i))]++;
        }

        Assert.InRange(ChiSquare(counts, Users / (double)UserBuckets.Count), 800, 1220);
    }

    [Fact]
    public void Who_is_early_in_one_service_is_no_earlier_in_another()
    {
        // Tenths of the buckets of one service against tenths of the other's: 100 cells, as likely each.
        var (other, cells) = (UserBuckets.Salt("*DEFAULT*/cart/production"), new int[100]);
        for (var i = 0; i < Users; i++)
        {
            var user = $"user-{i}";
            cells[(UserBuckets.Of(s_shop, user) / 100 * 10) + (UserBuckets.Of(other, user) / 100)]++;
        }

        Assert.InRange(ChiSquare(cells, Users / 100.0), 50, 165);
    }

    [Fact]
    public void Hashing_does_not_allocate()
    {
        UserBuckets.Of(s_shop, "warm");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            UserBuckets.Of(s_shop, "somebody");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double ChiSquare(int[] counts, double expected) => counts.Sum(count => (count - expected) * (count - expected) / expected);
}
