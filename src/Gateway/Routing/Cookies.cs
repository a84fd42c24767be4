using Microsoft.Extensions.Primitives;

namespace Sluice.Gateway.Routing;

/// <summary>Finds one cookie without taking the others apart (RFC 6265, 4.2.1). The value is given as it came, quotes and escapes included.</summary>
internal static class Cookies
{
    /// <summary>Empty when there is none. Of several the first counts. Never allocates.</summary>
    public static ReadOnlySpan<char> Find(StringValues headers, string name)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            foreach (var range in headers[i].AsSpan().Split(';'))
            {
                var pair = headers[i].AsSpan(range).Trim(' ');
                if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.Ordinal))
                {
                    return pair[(name.Length + 1)..];
                }
            }
        }

        return default;
    }

    private static ReadOnlySpan<char> AsSpan(this string? text, Range range) => MemoryExtensions.AsSpan(text)[range];
}
