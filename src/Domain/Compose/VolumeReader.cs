using Sluice.Domain.Services;

namespace Sluice.Domain.Compose;

/// <summary>Reads what a service mounts.</summary>
/// <param name="Names">The file's volumes: by their key, what the engine calls them.</param>
internal sealed class VolumeReader(ComposeMap service, IReadOnlyDictionary<string, string> names)
{
    private readonly List<ComposeValue<ContainerMount>> _mounts = [];

    /// <summary>In the order of the file, each with where it stands.</summary>
    public IReadOnlyList<ComposeValue<ContainerMount>> Read()
    {
        foreach (var item in service.Items("volumes"))
        {
            switch (item.Value)
            {
                case ComposeNode.Text text:
                    Short(new(text.Value, item.Path, item.At));
                    break;
                case ComposeNode.Map map:
                    Long(new(map, item.Path, service.Report), item);
                    break;
                default:
                    service.Report.Refuse(item.Path, item.At, $"Found {item.Value.Shape}; expected a mount such as data:/var/lib/shop.");
                    break;
            }
        }

        foreach (var item in service.Texts("tmpfs", orOne: true))
        {
            if (item.Value.Contains(':', StringComparison.Ordinal))
            {
                service.Report.Refuse(item.Path, item.At, "Leave the options out: they cannot be set.");
            }

            _mounts.Add(new(new(MountType.Tmpfs, Source: null, item.Value.Split(':')[0]), item.Path, item.At));
        }

        return _mounts;
    }

    private void Short(ComposeValue<string> text)
    {
        var parts = text.Value.Split(':');
        if (parts.Length == 1)
        {
            service.Report.Refuse(text.Path, text.At, $"{ComposeMap.Shown(text.Value)} is a volume without a name, whose data every new release would lose. Name it, or use tmpfs.");
            return;
        }

        if (parts.Length > 3)
        {
            service.Report.Refuse(text.Path, text.At, $"Found {ComposeMap.Shown(text.Value)}; expected source:target, and :ro for read only.");
            return;
        }

        var readOnly = false;
        foreach (var mode in parts.Length == 3 ? parts[2].Split(',') : [])
        {
            readOnly |= mode == "ro";
            if (mode is not ("ro" or "rw"))
            {
                service.Report.Refuse(text.Path, text.At, $"The option {ComposeMap.Shown(mode)} cannot be set. Known are ro and rw.");
            }
        }

        Add(parts[0][..Math.Min(1, parts[0].Length)] is "/" or "." or "~" ? MountType.Bind : MountType.Volume, parts[0], parts[1], readOnly, text.Path, text.At);
    }

    private void Long(ComposeMap mount, ComposeValue<ComposeNode> item)
    {
        var type = mount.Word("type", "volume", "bind", "tmpfs");
        var target = mount.Text("target")?.Value ?? string.Empty;
        if (!mount.Has("type") || target.Length == 0)
        {
            service.Report.Refuse(item.Path, item.At, "It needs a type and a target.");
            return;
        }

        var source = mount.Text("source")?.Value;
        switch (type)
        {
            case "tmpfs":
                _mounts.Add(new(new(MountType.Tmpfs, source, target) { ReadOnly = mount.Flag("read_only") ?? false }, item.Path, item.At));
                break;
            case not null when string.IsNullOrEmpty(source):
                service.Report.Refuse(item.Path, item.At, "It has no source. A volume without a name would lose its data with every new release: name it, or use tmpfs.");
                break;
            case not null:
                Add(type == "bind" ? MountType.Bind : MountType.Volume, source!, target, mount.Flag("read_only") ?? false, item.Path, item.At);
                break;
        }
    }

    private void Add(MountType type, string source, string target, bool readOnly, string path, TextPlace at)
    {
        if (type == MountType.Bind && !source.StartsWith('/'))
        {
            service.Report.Refuse(path, at, $"{ComposeMap.Shown(source)} is relative to the file, which is not on the engine's machine. Write an absolute path, or use a volume.");
        }
        else if (type == MountType.Volume && !names.ContainsKey(source))
        {
            service.Report.Refuse(path, at, $"There is no volume {ComposeMap.Shown(source)} under volumes at the top. Add it there.");
        }
        else
        {
            _mounts.Add(new(new(type, type == MountType.Volume ? names[source] : source, target) { ReadOnly = readOnly }, path, at));
        }
    }
}
