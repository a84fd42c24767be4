namespace Sluice.Domain.Compose;

/// <summary>Goes through a file key by key and says of each what the table says. Whoever reads the values may say more.</summary>
internal sealed class ComposeAccount(ComposeReport report)
{
    /// <param name="kind">The path with stars in the place of names, as in the table.</param>
    public void Walk(ComposeNode node, string path, string kind)
    {
        switch (node)
        {
            case ComposeNode.Map map:
                foreach (var entry in map.Entries)
                {
                    Walk(entry, ComposePath.Key(path, entry.Key), Kind(kind, entry.Key));
                }

                break;
            case ComposeNode.List list when ComposeKeys.HasBelow(kind + "[]"):
                foreach (var (i, item) in list.Items.Index())
                {
                    Walk(item, ComposePath.Item(path, i), kind + "[]");
                }

                break;
        }
    }

    private void Walk(ComposeEntry entry, string path, string kind)
    {
        if (ComposeKeys.Find(kind) is { } key)
        {
            if (key.Treatment != ComposeTreatment.Honoured || !ComposeKeys.HasBelow(kind) || entry.Value is not ComposeNode.Map)
            {
                report.Say(path, entry.At, key.Treatment, key.What);
            }

            if (key.Treatment != ComposeTreatment.Refused && ComposeKeys.HasBelow(kind))
            {
                Walk(entry.Value, path, kind);
            }
        }
        else if (ComposePath.IsExtension(entry.Key))
        {
            report.Say(path, entry.At, ComposeTreatment.Ignored, "An extension, which is for others.");
        }
        else
        {
            report.Refuse(path, entry.At, "No key of Compose that Sluice knows. Look at its spelling and where it stands, or leave it out.");
        }
    }

    private static string Kind(string kind, string key)
    {
        var named = (kind.Length == 0 ? "" : kind + ".") + key;
        return ComposeKeys.Find(named) is null && !ComposePath.IsExtension(key) && kind.Length > 0 && ComposeKeys.Find(kind + ".*") is not null ? kind + ".*" : named;
    }
}
