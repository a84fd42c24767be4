using System.Text.RegularExpressions;

namespace Sluice.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 400;
    private const int MedianFile = 80;
    private static readonly string[] Folders = ["src", "tests", "e2e", "benchmarks", "samples", "tools"];

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var files = Folders.SelectMany(folder => Product.Files(folder, ".cs", ".razor", ".js", ".css", ".ts"));
        Assert.DoesNotContain(files.Select(file => (file, lines: Lines(file))), source => source.lines > LongestFile);
    }

    [Fact]
    public void Half_of_the_files_have_fewer_than_80_lines()
    {
        var sizes = Product.Files("src", ".cs").Select(Lines).Order().ToArray();
        Assert.True(sizes[sizes.Length / 2] < MedianFile, $"The median file of src has {sizes[sizes.Length / 2]} lines.");
    }

    [Fact]
    public void Time_comes_from_the_time_provider() => Assert.Empty(Find("src", WallClock()));

    [Fact]
    public void Logging_goes_through_generated_methods() => Assert.Empty(Find("src", DirectLogging()));

    [Fact]
    public void Nothing_is_left_for_later() => Assert.Empty(Folders.SelectMany(folder => Find(folder, Unfinished())));

    [Fact]
    public void No_test_waits_for_time_to_pass() => Assert.Empty(new[] { "tests", "e2e" }.SelectMany(folder => Find(folder, Sleep())));

    [Theory]
    [InlineData("await Task.Delay(100, ct);", true)]
    [InlineData("await Task.Delay(wait, clock, ct);", false)]
    [InlineData("var now = DateTimeOffset.UtcNow;", true)]
    [InlineData("var now = clock.GetUtcNow();", false)]
    [InlineData("var watch = Stopwatch.StartNew();", true)]
    [InlineData("var start = clock.GetTimestamp();", false)]
    [InlineData("var start = Stopwatch.GetTimestamp();", true)]
    [InlineData("// DateTime.Now would be wrong here", false)]
    public void The_scan_for_clocks_knows_them(string line, bool isClock) => Assert.Equal(isClock, WallClock().IsMatch(Code(line)));

    private static int Lines(string file) => Product.Read(file).Count(character => character == '\n');

    private static IEnumerable<string> Find(string folder, Regex pattern) =>
        from file in Product.Files(folder, ".cs", ".razor")
        where !file.EndsWith("/SourceTests.cs", StringComparison.Ordinal)
        from line in Product.Read(file).Split('\n').Select((text, index) => (text, number: index + 1))
        where pattern.IsMatch(ReferenceEquals(pattern, Unfinished()) ? line.text : Code(line.text))
        select $"{file}:{line.number}: {line.text.Trim()}";

    private static string Code(string line) => Comment().Replace(line, "");

    [GeneratedRegex(@"(^|\s)//.*$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Comment();

    // A delay is fine when its second argument is the clock.
    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bStopwatch\.(StartNew|GetTimestamp|GetElapsedTime)\b|\bnew Stopwatch\b|\bEnvironment\.TickCount|\bThread\.Sleep\b|\bTask\.Delay\((?!.*,\s*_?(clock|time|timeProvider|TimeProvider\.System)\b)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex DirectLogging();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bThread\.Sleep\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Sleep();
}
