using System.Globalization;
using Sluice.Domain.Services;

namespace Sluice.Domain.Compose;

/// <summary>Where the gateway sends requests, and what is published besides.</summary>
/// <param name="Port">Null: the program listens nowhere that anybody is told of.</param>
internal sealed record ComposePorts(int? Port, ValueList<PublishedPort>? Besides);

/// <summary>Reads <c>ports</c> and <c>expose</c>.</summary>
internal static class PortReader
{
    private static readonly CultureInfo s_plain = CultureInfo.InvariantCulture;

    public static ComposePorts Read(ComposeMap service, int? chosen, string address)
    {
        var published = service.Items("ports").Select(item => (Port: Read(service, item), item.Path, item.At)).Where(read => read.Port is not null).ToList();
        var exposed = service.Texts("expose").Select(item => Number(service, item, item.Value.Split('/')[0])).ToList();
        var routed = chosen ?? published.FirstOrDefault().Port?.Container ?? exposed.FirstOrDefault();
        var besides = new List<PublishedPort>();
        foreach (var (port, path, at) in published)
        {
            if (port!.Container == routed)
            {
                service.Report.Translate(path, at, string.Create(s_plain, $"The gateway sends requests for {address} to port {routed}.{(port.Host is { } host ? $" Port {host} of the host is not opened." : "")}"));
            }
            else
            {
                besides.Add(port);
                service.Report.Translate(path, at, string.Create(s_plain, $"Published besides on {(port.Host is { } host ? $"port {host}" : "a free port")} of the installation's address, past the gateway."));
            }
        }

        return new(routed, besides.Count > 0 ? besides.ToValueList() : null);
    }

    private static PublishedPort? Read(ComposeMap service, ComposeValue<ComposeNode> item)
    {
        switch (item.Value)
        {
            case ComposeNode.Text text:
                return Short(service, new(text.Value, item.Path, item.At));
            case ComposeNode.Map map:
                var port = new ComposeMap(map, item.Path, service.Report);
                port.Word("protocol", "tcp");
                var target = port.Text("target") is { } given ? Number(service, given, given.Value) : null;
                if (!port.Has("target"))
                {
                    service.Report.Refuse(item.Path, item.At, "It has no target. Say on which port the program listens.");
                }

                var host = port.Text("published") is { Value.Length: > 0 } published ? Number(service, published, published.Value) : null;
                return target is { } number ? new(number, host) : null;
            default:
                service.Report.Refuse(item.Path, item.At, $"Found {item.Value.Shape}; expected a port such as \"8080:80\".");
                return null;
        }
    }

    private static PublishedPort? Short(ComposeMap service, ComposeValue<string> text)
    {
        var (ports, protocol) = text.Value.Split('/') is [var before, var after] ? (before, after) : (text.Value, "tcp");
        var parts = ports.Split(':');
        if (protocol != "tcp")
        {
            service.Report.Refuse(text.Path, text.At, $"Found {ComposeMap.Shown(text.Value)}; only TCP is published. Leave it out.");
        }
        else if (parts.Length > 2)
        {
            service.Report.Refuse(text.Path, text.At, "It names an address. Leave the address out: where ports are published is the installation's to say.");
        }
        else if (parts.Any(part => part.Contains('-', StringComparison.Ordinal)))
        {
            service.Report.Refuse(text.Path, text.At, "It is a range. Write each port by itself.");
        }
        else if (Number(service, text, parts[^1]) is { } target)
        {
            return parts.Length == 1 || parts[0].Length == 0 ? new(target, null) : Number(service, text, parts[0]) is { } host ? new(target, host) : null;
        }

        return null;
    }

    private static int? Number(ComposeMap service, ComposeValue<string> found, string digits)
    {
        if (int.TryParse(digits, NumberStyles.None, s_plain, out var port) && port is >= 1 and <= 65_535)
        {
            return port;
        }

        service.Report.Refuse(found.Path, found.At, $"Found {ComposeMap.Shown(found.Value)}; expected a port from 1 to 65535, such as \"8080:80\".");
        return null;
    }
}
