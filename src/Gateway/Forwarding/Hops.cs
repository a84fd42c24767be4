using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Sluice.Gateway.Forwarding;

/// <summary>Counts how often a request went through a gateway, so that a loop ends instead of eating every connection.</summary>
internal static class Hops
{
    public const string Header = "Sluice-Hops";

    public const int Limit = 8;

    private static readonly string[] s_texts = [.. Enumerable.Range(0, Limit + 1).Select(hops => hops.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Hops so far. What is no number counts as none: in a loop the next round finds the number that this gateway wrote.</summary>
    public static int Of(HttpRequest request)
    {
        var values = request.Headers[Header];
        return StringValues.IsNullOrEmpty(values) || !uint.TryParse(values[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var hops)
            ? 0
            : (int)Math.Min(hops, Limit);
    }

    public static string Next(HttpRequest request) => s_texts[Math.Min(Of(request) + 1, Limit)];
}
