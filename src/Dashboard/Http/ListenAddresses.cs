using System.Net;
using System.Net.Sockets;

namespace Sluice.Dashboard.Http;

/// <summary>Tries the addresses of the console before anything is started: a start that must fail leaves no database and no gateway behind.</summary>
internal static class ListenAddresses
{
    public const string Key = "Urls";

    /// <summary>What is wrong with each address, with remedy; empty when all can be listened on.</summary>
    public static IReadOnlyList<string> Mistakes(string? urls) =>
        [.. (urls ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Mistake).OfType<string>()];

    private static string? Mistake(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"{Key} is {url}: give an http or https address such as http://127.0.0.1:5170.";
        }

        if (address.Scheme is not ("http" or "https") || address.PathBase.Length > 0 || address.Port is < 0 or > IPEndPoint.MaxPort)
        {
            return $"{Key} is {url}: give an http or https address without a path, with a port from 0 to {IPEndPoint.MaxPort}.";
        }

        return address.IsUnixPipe || address.IsNamedPipe || address.Port == 0 ? null : Refusal(url, EndPoint(address));
    }

    // As Kestrel reads it: a name other than localhost is every address.
    private static IPEndPoint EndPoint(BindingAddress address) => new(
        string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(address.Host, out var ip) ? ip
        : IPAddress.Any,
        address.Port);

    private static string? Refusal(string url, IPEndPoint endPoint)
    {
        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return null;
        }
        catch (SocketException ex)
        {
            return ex.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"{Key} is {url}, and someone else listens there. Stop it, or choose another port with --urls."
                : $"{Key} is {url}, which cannot be listened on: {ex.Message}. Choose another address with --urls.";
        }
    }
}
