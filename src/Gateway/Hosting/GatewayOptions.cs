using System.Diagnostics.CodeAnalysis;

namespace Sluice.Gateway.Hosting;

/// <summary>What the command line says.</summary>
internal sealed record GatewayOptions(IReadOnlyList<BindingAddress> Urls, string StateDirectory)
{
    public const string Usage = "Sluice.Gateway --urls http://127.0.0.1:5080[;http://…] --state FOLDER";

    /// <summary>How long open requests may go on after the order to end.</summary>
    public TimeSpan EndWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="mistakes">All of them, each with the argument, the value found and the remedy.</param>
    public static bool TryParse(IReadOnlyList<string> args, [NotNullWhen(true)] out GatewayOptions? options, out IReadOnlyList<string> mistakes)
    {
        var found = new List<string>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] is not ("--urls" or "--state"))
            {
                found.Add($"Unknown argument '{args[i]}'; known are --urls and --state.");
            }
            else if (i + 1 == args.Count)
            {
                found.Add($"{args[i]} needs a value after it.");
            }
            else
            {
                values[args[i]] = args[++i];
            }
        }

        var urls = ParseUrls(values.GetValueOrDefault("--urls"), found);
        var state = values.GetValueOrDefault("--state");
        if (string.IsNullOrWhiteSpace(state))
        {
            found.Add("--state is missing: the folder where this gateway keeps its configuration.");
        }

        mistakes = found;
        options = found.Count == 0 ? new(urls, state!) : null;
        return options is not null;
    }

    private static List<BindingAddress> ParseUrls(string? text, List<string> mistakes)
    {
        var urls = new List<BindingAddress>();
        foreach (var url in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TryParseUrl(url, out var address))
            {
                urls.Add(address);
            }
            else
            {
                mistakes.Add($"--urls has '{url}'; an address is http://HOST:PORT without path, where HOST is an IP address, localhost or *.");
            }
        }

        if (urls.Count == 0 && mistakes.Count == 0)
        {
            mistakes.Add("--urls is missing: where to serve, such as http://127.0.0.1:5080.");
        }

        return urls;
    }

    private static bool TryParseUrl(string url, [NotNullWhen(true)] out BindingAddress? address)
    {
        try
        {
            address = BindingAddress.Parse(url);
            return address is { Scheme: "http", PathBase: "", IsUnixPipe: false, IsNamedPipe: false } && address.Port is >= 0 and <= 65535 && Listeners.Knows(address.Host);
        }
        catch (FormatException)
        {
            address = null;
            return false;
        }
    }
}
