using Sluice.Dashboard.Services;

namespace Sluice.Dashboard.Tests.Services;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("./shop --port {port}", new[] { "./shop", "--port", "{port}" })]
    [InlineData("run 'two words' \"it's\" \"\"", new[] { "run", "two words", "it's", "" })]
    public void Blanks_separate_and_quotes_keep_together(string text, string[] parts) => Assert.Equal(parts, CommandLine.Split(text));

    [Fact]
    public void What_was_joined_splits_into_the_same() =>
        Assert.Equal(["a b", "", "c"], CommandLine.Split(CommandLine.Join(["a b", "", "c"])));
}
