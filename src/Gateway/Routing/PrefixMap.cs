namespace Sluice.Gateway.Routing;

/// <summary>Routes of one host by path prefix; the longest prefix that ends at a segment border wins.</summary>
internal sealed class PrefixMap
{
    private readonly Dictionary<string, ServedRoute>.AlternateLookup<ReadOnlySpan<char>> _routes =
        new Dictionary<string, ServedRoute>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private int _longest;

    public void Add(string prefix, ServedRoute route)
    {
        _routes.Dictionary.Add(prefix, route);
        _longest = Math.Max(_longest, prefix.Length);
    }

    public ServedRoute? Match(ReadOnlySpan<char> path)
    {
        // Nothing longer than the longest prefix can match; so a path of a thousand segments costs no more than a short one.
        var candidate = path.Length > _longest + 1 ? path[..path[..(_longest + 1)].LastIndexOf('/')] : path;
        while (!candidate.IsEmpty)
        {
            if (_routes.TryGetValue(candidate, out var route))
            {
                return route;
            }

            candidate = candidate[..Math.Max(0, candidate.LastIndexOf('/'))];
        }

        return _routes.TryGetValue("/", out var all) ? all : null;
    }
}
