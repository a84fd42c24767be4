using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Compose;
using Sluice.Engine.Compose;

namespace Sluice.Domain.Tests.Compose;

/// <summary>What YAML can do to those who read it.</summary>
public sealed class YamlTests
{
    [Fact]
    public void Places_count_from_one()
    {
        var web = Map(Map(Root("services:\n  web:\n    image: a\n"), "services"), "web").Entries[0];
        Assert.Equal((new TextPlace(3, 5), new TextPlace(3, 12)), (web.At, web.Value.At));
    }

    [Fact]
    public void Aliases_and_merge_keys_are_written_out_and_what_is_written_here_goes_before()
    {
        var two = Map(Root("one: &one {a: 1, b: 1}\nother: &other {b: 2, c: 2}\ntwo: {<<: [*one, *other], a: 3}\n"), "two");
        Assert.Equal(["a=3", "b=1", "c=2"], two.Entries.Select(entry => $"{entry.Key}={((ComposeNode.Text)entry.Value).Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_quoted_null_is_a_word()
    {
        var map = Root("a: null\nb: 'null'\nc:\nd: ~\n");
        Assert.Equal([true, false, true, true], map.Entries.Select(entry => entry.Value.IsNothing));
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", 2, "The key a stands here twice")]
    [InlineData("a: *none\n", 1, "the anchor &none")]
    [InlineData("a: &x [*x]\n", 1, "a part of what the anchor stands for")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "A second document")]
    [InlineData("a: !reset []\n", 1, "The tag !reset is not known")]
    [InlineData("? [a, b]\n: 1\n", 1, "A key is a text")]
    [InlineData("a: 1\nb: \"x\\0y\"\n", 2, "A NUL character")]
    [InlineData("\"a\\0\": 1\n", 1, "A NUL character")]
    [InlineData("<<: 5\n", 1, "Only a map can be merged in")]
    [InlineData("a: [1, 2\n", 2, "This is no YAML")]
    [InlineData("a: b: c\n", 1, "This is no YAML")]
    public void Mistakes_have_a_line_and_a_sentence(string file, int line, string sentence)
    {
        var mistake = Assert.Single(ComposeYaml.Read(file).Mistakes);
        Assert.Contains(sentence, mistake.Sentence, StringComparison.Ordinal);
        Assert.Equal(line, mistake.At.Line);
    }

    [Fact]
    public void A_billion_laughs_are_refused_before_they_are_written_out()
    {
        var file = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("20000", Only(file).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Merged_laughs_count_too()
    {
        var file = "a0: &a0 {k: v}\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i}: &a{i} {{x{i}: *a{i - 1}, <<: *a{i - 1}}}\n"));
        Assert.True(Only(file).Sentence.Length > 0);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Depth_has_an_end(char open) => Assert.Contains("32 deep", Only(new string(open, 100_000)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Depth_through_aliases_has_an_end()
    {
        var file = string.Concat(Enumerable.Range(0, 40).Select(i => i == 0 ? "a0: &a0 [x]\n" : $"a{i}: &a{i} [*a{i - 1}]\n"));
        Assert.Contains("32 deep", Only(file).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_has_an_end() => Assert.Contains("characters", Only(new string('a', ComposeYaml.MostCharacters + 1)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_a_file_without_services() =>
        Assert.Equal("The file is nothing; expected a map with services.", Assert.Single(ComposeReader.Read(ComposeYaml.Read("").Root!, ComposeAlong.Nothing).Report).Sentence);

    /// <summary>Whatever is sent is answered, with a tree or with a mistake.</summary>
    [Fact]
    public void No_text_makes_it_fail()
    {
        var piece = Gen.Elements("services", ":", " ", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", "&a ", "*a", "<<", "!t ", "'", "\"", "|", ">", "#", "?", "web", "image: x", "$", "${A", "ports", "volumes", "x-a", "---", "...", "%YAML 9", "\t", "\0", "\u0085", "é", "null", "80:80", "@", "`", ",", "environment", "healthcheck", "depends_on", "deploy");
        var text = piece.ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();
        Prop.ForAll(text, file =>
        {
            var (root, mistakes) = ComposeYaml.Read(file);
            Assert.True(root is not null || mistakes.Count > 0);
            _ = root is null ? null : ComposeReader.Read(root, ComposeAlong.Nothing);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    /// <summary>The same with a body that looks like a file, so that values of every shape stand behind every key.</summary>
    [Fact]
    public void No_value_behind_a_key_makes_it_fail()
    {
        var keys = ComposeKeys.All.Where(key => key.Path.StartsWith("services.*.", StringComparison.Ordinal) && !key.Path[11..].Contains('.', StringComparison.Ordinal)).Select(key => key.Path[11..].Replace("[]", "", StringComparison.Ordinal)).Distinct().ToArray();
        string[] values = ["", "x", "-5", "999999999999999999999", "[]", "{}", "[[]]", "[{}]", "{a: }", "{a: {b: {c: d}}}", "[a, a]", "'\0'", "':'", "':::'", "'80-90:80'", "'/'", "{test: [CMD]}", "{resources: []}", "{limits: x}", "true", "1.5", "~", "{interval: -1s, retries: -1}", "{soft: 1}", "{nofile: {soft: 9999999999}}", "{x-a: 1}"];
        Prop.ForAll(Gen.Elements(keys).ToArbitrary(), Gen.Elements(values).ToArbitrary(), (key, value) =>
        {
            var (root, _) = ComposeYaml.Read($"name: shop\nservices:\n  web:\n    image: a\n    {(key == "image" ? "x-image" : key)}: {value}\n");
            _ = root is null ? null : ComposeReader.Read(root, ComposeAlong.Nothing);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static ComposeFinding Only(string file)
    {
        var (root, mistakes) = ComposeYaml.Read(file);
        Assert.Null(root);
        return Assert.Single(mistakes);
    }

    private static ComposeNode.Map Root(string file)
    {
        var (root, mistakes) = ComposeYaml.Read(file);
        Assert.Empty(mistakes);
        return Assert.IsType<ComposeNode.Map>(root);
    }

    private static ComposeNode.Map Map(ComposeNode.Map map, string key) => Assert.IsType<ComposeNode.Map>(map.Find(key)!.Value);
}
