namespace Sluice.Domain.Services;

/// <summary>What the path prefix of a route must look like: routers compare it with unescaped paths, segment by segment.</summary>
public static class PathPrefix
{
    /// <summary>The remedy, or null when all is well.</summary>
    public static string? Mistake(string prefix) =>
        !prefix.StartsWith('/') ? "a path that begins with a slash"
        : prefix.Length > 1 && prefix.EndsWith('/') ? "a path that ends without a slash"
        : prefix.Contains("//", StringComparison.Ordinal) ? "a path without empty segments"
        : prefix.AsSpan().IndexOfAny("?#%\\") >= 0 ? "only a path, unescaped: without '?', '#', '%' and '\\'"
        : prefix.Any(char.IsControl) ? "a path without control characters"
        : prefix.Split('/').Any(segment => segment is "." or "..") ? "a path without '.' and '..' segments"
        : null;
}
