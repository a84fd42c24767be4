namespace Sluice.Domain.Compose;

/// <summary>Reads the volumes and networks of a file: by their keys, what the engine calls them.</summary>
internal static class TopReader
{
    public static IReadOnlyDictionary<string, string> Volumes(ComposeMap root, string application)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var volumes = root.Map("volumes") ?? ComposeMap.Empty(root.Report);
        foreach (var key in volumes.Keys)
        {
            var volume = volumes.Map(key) ?? ComposeMap.Empty(root.Report);
            volume.Word("driver", "local");
            names[key] = volume.Text("name")?.Value ?? (volume.Flag("external") == true ? key : $"{application}_{key}");
        }

        return names;
    }

    public static IReadOnlyDictionary<string, string> Networks(ComposeMap root, string application)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var networks = root.Map("networks") ?? ComposeMap.Empty(root.Report);
        foreach (var key in networks.Keys)
        {
            var network = networks.Map(key) ?? ComposeMap.Empty(root.Report);
            var name = network.Text("name")?.Value;
            if (network.Flag("external") == true)
            {
                names[key] = name ?? key;
            }
            else if (key != "default" || name is not null)
            {
                names[key] = name ?? $"{application}_{key}";
                networks.Refuse(key, $"Sluice makes no networks. Make {names[key]} once with the engine, and write external: true and name: {names[key]} here. Services are not found there by their names all the same.");
            }
        }

        return names;
    }
}
