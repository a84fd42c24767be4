using Sluice.Domain.Compose;
using Sluice.Engine.Compose;

namespace Sluice.Domain.Tests.Compose;

/// <summary>Files as people write them, read by the reader of the product.</summary>
internal static class ComposeFile
{
    public static ComposeReading Read(string file, params (string Name, string Value)[] variables) =>
        Read(file, ComposeAlong.Nothing with { Application = "shop", Variables = variables.ToDictionary(pair => pair.Name, pair => pair.Value) });

    public static ComposeReading Read(string file, ComposeAlong along)
    {
        var (root, mistakes) = ComposeYaml.Read(file);
        Assert.Empty(mistakes);
        return ComposeReader.Read(root!, along);
    }

    /// <summary>The one service of a file that has nothing but an image and these lines.</summary>
    public static ComposeService TheService(string lines, params (string Name, string Value)[] variables)
    {
        var reading = Read(One(lines), variables);
        Assert.Empty(reading.Refused());
        return Assert.Single(reading.Services);
    }

    /// <summary>What is refused of the one service of a file that has nothing but an image and these lines: path below the service, and sentence.</summary>
    public static IReadOnlyList<(string Path, string Sentence)> Mistakes(string lines, params (string Name, string Value)[] variables) =>
        [.. Read(One(lines), variables).Refused().Select(one => (one.Path.Replace("services.web.", "", StringComparison.Ordinal), one.Sentence))];

    public static IEnumerable<ComposeFinding> Refused(this ComposeReading reading) => reading.Report.Where(finding => finding.Treatment == ComposeTreatment.Refused);

    public static ComposeFinding Of(this ComposeReading reading, string path) => Assert.Single(reading.Report, finding => finding.Path == path);

    private static string One(string lines) => $"services:\n  web:\n    image: example/web:1\n{string.Join('\n', lines.Split('\n').Select(line => "    " + line))}\n";
}
