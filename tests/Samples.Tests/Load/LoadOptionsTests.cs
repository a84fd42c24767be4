using Sluice.Load;

namespace Sluice.Samples.Tests.Load;

public sealed class LoadOptionsTests
{
    [Fact]
    public void Options_are_read_in_both_spellings()
    {
        var (options, mistakes) = LoadOptions.Read(["--url=http://127.0.0.1:9", "--rate", "2.5", "--duration", "1h30m", "--host", "shop.test:80", "--report=0", "--seed", "3"]);

        Assert.Empty(mistakes);
        Assert.Equal((new Uri("http://127.0.0.1:9"), 2.5, TimeSpan.FromMinutes(90), "shop.test:80"), (options.Url, options.Rate, options.Duration!.Value, options.Host));
        Assert.Equal((TimeSpan.Zero, 3), (options.Report, options.Seed));
    }

    [Fact]
    public void Every_mistake_is_told_with_the_value_and_the_remedy()
    {
        var (_, mistakes) = LoadOptions.Read(["loud", "--url", "shop", "--rate", "0", "--duration=soon", "--host", "a b", "--mix", "/=x", "--timeout", "--colour", "red", "--seed", "1", "--seed", "2"]);

        Assert.Collection(
            mistakes,
            mistake => Assert.Equal("'loud' is not an option; options start with --.", mistake),
            mistake => Assert.Equal("--seed is given twice; give it once.", mistake),
            mistake => Assert.Equal("--url must be an address like http://127.0.0.1:5080, but is 'shop'.", mistake),
            mistake => Assert.Equal("--rate must be a number above 0 and at most 10000, but is '0'.", mistake),
            mistake => Assert.Equal("--duration must be a time above zero like 30s or 1h30m, but is 'soon'.", mistake),
            mistake => Assert.Equal("--host must be a host name like shop.example, but is 'a b'.", mistake),
            mistake => Assert.Equal("--mix must be a list like /=3,/products/{id}=2,POST:/checkout=1, but is '/=x'.", mistake),
            mistake => Assert.Equal("--timeout must be a time above zero like 10s, but is ''.", mistake),
            mistake => Assert.StartsWith("--colour is not known; the options are --url, --rate", mistake, StringComparison.Ordinal));
    }
}
