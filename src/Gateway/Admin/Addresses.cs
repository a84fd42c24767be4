using Sluice.Domain.Services;

namespace Sluice.Gateway.Admin;

/// <summary>What hosts, path prefixes and addresses must look like. Each answers with the remedy, or null when all is well.</summary>
internal static class Addresses
{
    public static string? MistakeInHost(string host) =>
        Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown ? "A host name or IP address, without scheme, port and wildcard; leave it out for any host." : null;

    public static string? MistakeInPrefix(string prefix) => PathPrefix.Mistake(prefix) is { } remedy ? $"A prefix is {remedy}." : null;

    public static string? MistakeInAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https")
        && uri.Host.Length > 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0 && uri.Port > 0
            ? null
            : "An absolute http or https address without query, fragment and user, such as http://127.0.0.1:8080.";
}
