namespace Sluice.Domain.Compose;

/// <summary>Names and values, written as a map or as a list of <c>NAME=value</c>.</summary>
internal static class ComposePairs
{
    /// <summary>A value of null: the name alone was written.</summary>
    public static IReadOnlyList<ComposeValue<(string Name, string? Value)>> Read(ComposeMap map, string key)
    {
        var pairs = new List<ComposeValue<(string Name, string? Value)>>();
        switch (map.Find(key))
        {
            case ComposeNode.Map entries:
                foreach (var entry in entries.Entries)
                {
                    var place = ComposePath.Key(map.PathOf(key), entry.Key);
                    if (entry.Value is ComposeNode.Text text)
                    {
                        pairs.Add(new((entry.Key, text.IsNothing ? null : text.Value), place, entry.At));
                    }
                    else
                    {
                        map.Report.Refuse(place, entry.At, $"Found {entry.Value.Shape}; a text is expected.");
                    }
                }

                break;
            case not null:
                foreach (var item in map.Texts(key))
                {
                    var equals = item.Value.IndexOf('=', StringComparison.Ordinal);
                    pairs.Add(new(equals < 0 ? (item.Value, null) : (item.Value[..equals], item.Value[(equals + 1)..]), item.Path, item.At));
                }

                break;
        }

        foreach (var twice in pairs.GroupBy(pair => pair.Value.Name, StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
        {
            map.Report.Refuse(twice.Path, twice.At, $"{twice.Value.Name} stands here twice. Write it once.");
        }

        return pairs;
    }
}
