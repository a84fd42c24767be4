namespace Sluice.Domain.Compose;

/// <summary>In what order services come that wait for each other. Where nothing is said, the order of the file counts.</summary>
internal static class ComposeOrder
{
    /// <summary>What is waited for comes first. With a cycle its services stay in the order of the file.</summary>
    public static ValueList<ComposeService> Of(ValueList<ComposeService> services)
    {
        var (left, ordered) = (services.ToList(), new List<ComposeService>());
        while (left.Count > 0)
        {
            var next = left.Find(one => !Awaited(one, left).Any()) ?? left[0];
            ordered.Add(next);
            left.Remove(next);
        }

        return ordered.ToValueList();
    }

    /// <summary>Keys that wait for each other in a ring, from the first of the file; empty when there is none.</summary>
    public static List<string> Cycle(ValueList<ComposeService> services)
    {
        var left = services.ToList();
        while (left.Where(one => !Awaited(one, left).Any()).ToHashSet() is { Count: > 0 } free)
        {
            left.RemoveAll(free.Contains);
        }

        // Whoever is left waits for somebody who is left: going on leads round.
        List<string> way = [];
        for (var at = left.FirstOrDefault(); at is not null; at = left.Find(one => one.Key == Awaited(at, left).First()))
        {
            if (way.IndexOf(at.Key) is >= 0 and var start)
            {
                return [.. way.Skip(start)];
            }

            way.Add(at.Key);
        }

        return [];
    }

    private static IEnumerable<string> Awaited(ComposeService service, List<ComposeService> among) =>
        service.After.Select(on => on.Key).Where(key => among.Exists(one => one.Key == key));
}
