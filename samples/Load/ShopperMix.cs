using System.Globalization;

namespace Sluice.Load;

/// <summary>One kind of visit; <c>{id}</c> in the path becomes the number of some product.</summary>
internal sealed record Visit(HttpMethod Method, string Path, double Weight);

/// <summary>What shoppers do, and how often compared with each other.</summary>
internal sealed record ShopperMix(IReadOnlyList<Visit> Visits)
{
    private const int Products = 6;
    private readonly double _weights = Visits.Sum(visit => visit.Weight);

    /// <summary>Many look around, some look closely, few buy.</summary>
    public static ShopperMix Usual { get; } = Parse("/=30,/products=30,/products/{id}=25,/cart=10,POST:/checkout=5")!;

    /// <returns>Null if the text is not a list like <c>/=3,POST:/checkout=1</c>.</returns>
    public static ShopperMix? Parse(string text)
    {
        var visits = text.Split(',').Select(ParseVisit).OfType<Visit>().ToList();
        return visits.Count == text.Split(',').Length ? new ShopperMix(visits) : null;
    }

    public (HttpMethod Method, string Path) Next(Random random)
    {
        var visit = Pick(random.NextDouble() * _weights);
        var id = random.Next(1, Products + 1).ToString(CultureInfo.InvariantCulture);
        return (visit.Method, visit.Path.Replace("{id}", id, StringComparison.Ordinal));
    }

    private Visit Pick(double point)
    {
        foreach (var visit in Visits)
        {
            point -= visit.Weight;
            if (point < 0)
            {
                return visit;
            }
        }

        return Visits[^1];   // rounding left a crumb
    }

    private static Visit? ParseVisit(string text)
    {
        var equals = text.LastIndexOf('=');
        if (equals < 0 || Values.Number(text[(equals + 1)..], above: 0, most: 1_000_000) is not { } weight)
        {
            return null;
        }

        var target = text[..equals];
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        return target[..Math.Max(slash, 0)] switch
        {
            "" when slash == 0 => new Visit(HttpMethod.Get, target, weight),
            "GET:" => new Visit(HttpMethod.Get, target[slash..], weight),
            "POST:" => new Visit(HttpMethod.Post, target[slash..], weight),
            _ => null,
        };
    }
}
