using System.Text.Json.Nodes;
using Sluice.Engine.Yaml;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>How a line of one text stands to the other.</summary>
internal enum DiffKind
{
    Same,
    Added,
    Removed,
}

internal readonly record struct DiffLine(DiffKind Kind, string Text);

/// <summary>What differs between two versions of a plan, line by line as YAML. Pure.</summary>
internal static class PlanDiff
{
    /// <summary>A body as people read and write it.</summary>
    public static string Yaml(string body) => YamlOfJson.Write(JsonNode.Parse(body)!.AsObject());

    /// <param name="before">Null: there was nothing.</param>
    /// <param name="after">Null: there is nothing any more.</param>
    public static IReadOnlyList<DiffLine> Of(string? before, string? after)
    {
        var (old, fresh) = (Lines(before), Lines(after));
        var common = Common(old, fresh);
        var lines = new List<DiffLine>();
        var (i, j) = (0, 0);
        while (i < old.Length || j < fresh.Length)
        {
            if (i < old.Length && j < fresh.Length && old[i] == fresh[j])
            {
                lines.Add(new(DiffKind.Same, old[i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (i < old.Length && (j == fresh.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new(DiffKind.Removed, old[i++]));
            }
            else
            {
                lines.Add(new(DiffKind.Added, fresh[j++]));
            }
        }

        return lines;
    }

    private static string[] Lines(string? body) => body is null ? [] : Yaml(body).TrimEnd('\n').Split('\n');

    /// <summary>How many lines the rests have in common, by where they begin. Bodies are short, so that a table of all pairs is cheap.</summary>
    private static int[,] Common(string[] old, string[] fresh)
    {
        var common = new int[old.Length + 1, fresh.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = fresh.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == fresh[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
