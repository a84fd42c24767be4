using Sluice.Domain.Validation;

namespace Sluice.Domain.Tests.Validation;

public sealed class ByteSizesTests
{
    [Theory]
    [InlineData("512", 512)]
    [InlineData("512KiB", 524_288)]
    [InlineData("64MiB", 67_108_864)]
    [InlineData("1.5GiB", 1_610_612_736)]
    [InlineData("0", 0)]
    public void Sizes_are_read(string text, long bytes) => Assert.Equal((true, bytes), (ByteSizes.TryParse(text, out var read), read));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("64MB")]
    [InlineData("64 MiB")]
    [InlineData("-1MiB")]
    [InlineData("0.5")]
    [InlineData("99999999GiB")]
    public void Anything_else_is_no_size(string? text) => Assert.False(ByteSizes.TryParse(text, out _));

    [Theory]
    [InlineData(67_108_864, "64MiB")]
    [InlineData(1_610_612_736, "1536MiB")]
    [InlineData(1_000, "1000")]
    [InlineData(0, "0")]
    public void A_size_is_written_in_the_largest_unit_without_fractions(long bytes, string text) => Assert.Equal(text, ByteSizes.Format(bytes));
}
