using System.Text.Json.Nodes;
using Sluice.Engine.Yaml;

namespace Sluice.Engine.Tests.Yaml;

public sealed class YamlTests
{
    private static readonly string[] s_words =
    [
        "", " ", "null", "~", "yes", "No", "on", "true", "0x1F", "0o17", "1e10", "007", "1_000", "12:30", ".5", "-", "- a", "a: b", "a #b", "#", "&a", "*a", "!t", "|", ">", "%", "@", "`", "'", "\"", "{", "[", ",", "?",
        "a\nb", "a\n", "\na", " a\nb", "a \nb", "a\n\nb", "a\r\nb", "\t", "a\tb", "café", "\ud83d\ude00", "\u2028", "\u0085", "\ufeff", "---", "...", "<<", "=", "run --port {port}", "5m", "2026-12-24T16:00:00Z", "C:\\x", "a'b\"c",
    ];

    [Fact]
    public void What_was_written_reads_back_as_the_same_whatever_the_texts_are()
    {
        var random = new Random(2026);
        for (var i = 0; i < 2000; i++)
        {
            var root = (JsonObject)Make(random, depth: 0, isMap: true)!;
            var text = YamlOfJson.Write(root);
            var read = JsonOfYaml.Read(text);
            Assert.True(read.Mistakes.Count == 0, text + string.Join('\n', read.Mistakes));
            Assert.Equal(root.ToJsonString(), read.Root!.ToJsonString());
        }
    }

    [Fact]
    public void What_is_written_looks_as_a_person_would_write_it() => Assert.Equal(
        "service: shop\nrelease: 2\nsha: \"123\"\nplan:\n  hold: 5m\n  phases:\n    - share: 12.5\n      gate: true\n    - share: 100\nnotes: |-\n  one\n  two\nnone: []\n",
        YamlOfJson.Write((JsonObject)JsonNode.Parse("""{"service":"shop","release":2,"sha":"123","plan":{"hold":"5m","phases":[{"share":12.5,"gate":true},{"share":100}]},"notes":"one\ntwo","none":[]}""")!));

    [Theory]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: 'true'", """{"a":"true"}""")]
    [InlineData("a: !!str 5", """{"a":"5"}""")]
    [InlineData("a: 0x1F\nb: 0o17\nc: 1e3\nd: .5\ne: -3", """{"a":31,"b":15,"c":1000,"d":0.5,"e":-3}""")]
    [InlineData("a: .inf\nb: .nan", """{"a":".inf","b":".nan"}""")]
    [InlineData("a: ~\nb:", """{"a":null,"b":null}""")]
    [InlineData("x: &x {hold: 5m}\ny: *x\nz: {<<: *x, pause: 1m}", """{"x":{"hold":"5m"},"y":{"hold":"5m"},"z":{"pause":"1m","hold":"5m"}}""")]
    public void Words_mean_what_the_core_schema_says(string yaml, string json) => Assert.Equal(json, JsonOfYaml.Read(yaml).Root!.ToJsonString());

    [Theory]
    [InlineData("a: 1\na: 2", 2, 1)]
    [InlineData("a: *nothing", 1, 4)]
    [InlineData("a: 1\n---\nb: 2", 2, 1)]
    public void A_mistake_has_its_place(string yaml, int line, int column)
    {
        var mistake = Assert.Single(JsonOfYaml.Read(yaml).Mistakes);
        Assert.Equal((line, column), (mistake.At.Line, mistake.At.Column));
    }

    [Fact]
    public void Values_know_where_they_stand()
    {
        var places = JsonOfYaml.Read("plan:\n  phases:\n    - share: 5\n    - share: ten").Places;
        Assert.Equal((4, 14), (places["plan.phases[1].share"].Line, places["plan.phases[1].share"].Column));
    }

    [Fact]
    public void Aliases_that_come_to_too_much_are_refused_whether_by_their_number_or_by_their_length()
    {
        var levels = string.Join('\n', Enumerable.Range(1, 8).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat(i == 1 ? "x" : $"*a{i - 1}", 10))}]"));
        Assert.NotEmpty(JsonOfYaml.Read(levels).Mistakes);
        var long_ = $"a: &a {new string('x', 100_000)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 1000))}]";
        Assert.Contains("aliases", Assert.Single(JsonOfYaml.Read(long_).Mistakes).Sentence, StringComparison.Ordinal);
    }

    private static JsonNode? Make(Random random, int depth, bool isMap = false) => (isMap ? 0 : random.Next(depth > 3 ? 2 : 0, 7)) switch
    {
        0 => new JsonObject(s_words.OrderBy(_ => random.Next()).Take(random.Next(0, 5)).Select(key => KeyValuePair.Create(key, Make(random, depth + 1)))),
        1 => new JsonArray([.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => Make(random, depth + 1))]),
        2 => JsonValue.Create(random.Next(-1000, 100_000) / 100m),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 => null,
        5 => JsonValue.Create(new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => " \n\t:#-'\"ab\u00e9"[random.Next(11)])])),
        _ => JsonValue.Create(s_words[random.Next(s_words.Length)]),
    };
}
