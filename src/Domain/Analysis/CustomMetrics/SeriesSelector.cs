namespace Sluice.Domain.Analysis.CustomMetrics;

/// <summary>Which series of an exposition belong to a metric: a name, and labels that must have exactly these values.</summary>
public sealed record SeriesSelector(string Name, ValueList<SeriesLabel> Labels)
{
    public const string Remedy = "a series such as orders_total or orders_total{kind=\"card\"}";

    /// <returns>Null for what is no selector.</returns>
    public static SeriesSelector? Parse(string? text)
    {
        var rest = text.AsSpan().Trim();
        return SeriesText.TryRead(ref rest, out var name, out var labels) && rest.IsEmpty ? new(name, labels) : null;
    }

    public bool Matches(ExposedSample sample)
    {
        if (sample.Name != Name)
        {
            return false;
        }

        foreach (var label in Labels)
        {
            if (!sample.Labels.Contains(label))
            {
                return false;
            }
        }

        return true;
    }
}

public sealed record SeriesLabel(string Name, string Value);
