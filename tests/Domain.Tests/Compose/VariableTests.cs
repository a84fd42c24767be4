using Sluice.Domain.Compose;
using static Sluice.Domain.Tests.Compose.ComposeFile;

namespace Sluice.Domain.Tests.Compose;

public sealed class VariableTests
{
    [Theory]
    [InlineData("$TAG", "2")]
    [InlineData("${TAG}", "2")]
    [InlineData("${TAG:-1}", "2")]
    [InlineData("${NONE:-1}", "1")]
    [InlineData("${EMPTY:-1}", "1")]
    [InlineData("${EMPTY-1}", "")]
    [InlineData("${NONE-1}", "1")]
    [InlineData("${TAG:?say it}", "2")]
    [InlineData("${EMPTY?say it}", "")]
    [InlineData("${TAG:+other}", "other")]
    [InlineData("${EMPTY:+other}", "")]
    [InlineData("${EMPTY+other}", "other")]
    [InlineData("${NONE+other}", "")]
    [InlineData("${NONE:-${TAG}}", "2")]
    [InlineData("${NONE:-${ALSO_NONE:-$TAG}}", "2")]
    [InlineData("a-$TAG-b", "a-2-b")]
    [InlineData("$$TAG", "$TAG")]
    [InlineData("$${TAG}", "${TAG}")]
    [InlineData("no dollar", "no dollar")]
    [InlineData("{}", "{}")]
    public void Values_take_the_place_of_variables(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(TheService($"environment:\n  V: '{text}'", ("TAG", "2"), ("EMPTY", "")).Release.Env).Value);

    [Theory]
    [InlineData("${NONE:?say it}", "NONE has no value: say it. Give it along with the file.")]
    [InlineData("${EMPTY:?}", "EMPTY has no value. Give it along with the file.")]
    [InlineData("${TAG", "A ${ is never closed. Add the }, or write $$ for a dollar.")]
    [InlineData("${}", "A variable has no name. Write ${NAME}, with letters, digits and underscores.")]
    [InlineData("$", "A dollar stands alone. Write $$ for a dollar, or ${NAME} for a variable.")]
    [InlineData("5 $ and more", "A dollar stands alone. Write $$ for a dollar, or ${NAME} for a variable.")]
    [InlineData("${TAG/a/b}", "What follows TAG is not known. Known are :-default, -default, :?sentence, ?sentence, :+other and +other.")]
    [InlineData("${TAG:}", "What follows TAG is not known. Known are :-default, -default, :?sentence, ?sentence, :+other and +other.")]
    public void What_cannot_be_put_in_is_refused_with_what_to_do(string text, string expected) =>
        Assert.Equal([("environment.V", expected)], Mistakes($"environment:\n  V: '{text}'", ("TAG", "2"), ("EMPTY", "")));

    [Fact]
    public void A_variable_without_value_and_default_is_empty_and_told()
    {
        var reading = Read("services: {web: {image: 'web:${TAG}x', expose: ['80']}}");
        Assert.Equal("web:x", reading.Services[0].Release.Image);
        Assert.Equal(("services.web.image", "TAG has no value and is taken as empty. Give it along with the file, or write ${TAG:-default}."), Assert.Single(reading.Warnings) is var warning ? (warning.Path, warning.Sentence) : default);
    }

    [Fact]
    public void Variables_inside_each_other_have_an_end()
    {
        var text = string.Concat(Enumerable.Repeat("${N:-", 30)) + "x" + new string('}', 30);
        Assert.Contains("8 deep", Assert.Single(Mistakes($"environment:\n  V: '{text}'")).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_many_long_variables_has_an_end()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"  V{i}: $BIG"));
        var mistakes = Mistakes($"environment:\n{lines}\nexpose: [80]", ("BIG", new string('x', 10_000)));
        Assert.All(mistakes, mistake => Assert.Equal("With all its variables the file is longer than 1000000 characters.", mistake.Sentence));
        Assert.InRange(mistakes.Count, 99, 100);
    }

    [Fact]
    public void What_grows_too_long_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("$BIG", 50));
        Assert.Contains("longer than", Assert.Single(Mistakes($"environment:\n  V: '{text}'", ("BIG", new string('x', 10_000)))).Sentence, StringComparison.Ordinal);
    }
}
