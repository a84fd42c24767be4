using System.Globalization;

namespace Sluice.Shop;

/// <summary>How one shop process behaves, read once from the command line and the environment.</summary>
/// <param name="StartDelay">Time before the shop listens at all.</param>
/// <param name="ExitAfter">The process dies with exit code 1 after this time; null: never.</param>
/// <param name="NeverReady">The shop listens, but <c>/health</c> answers 503 for ever.</param>
internal sealed record ShopOptions(
    string Urls, string Version, Faults Faults, TimeSpan StartDelay, TimeSpan? ExitAfter, bool NeverReady)
{
    private const string Prefix = "SHOP_";
    private static readonly string[] Own = ["urls", "version", "start_delay_ms", "exit_after_ms", "never_ready"];

    // --error-rate on the command line is SHOP_ERROR_RATE in the environment.
    private static readonly Dictionary<string, string> Switches = Own.Concat(Faults.FieldNames)
        .ToDictionary(name => "--" + name.Replace('_', '-'), name => Prefix + name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the settings; the command line wins over the environment. With mistakes, the options are not to be used.</summary>
    public static (ShopOptions Options, IReadOnlyList<string> Mistakes) Read(string[] args)
    {
        var mistakes = new List<string>();
        var commandLine = new ConfigurationBuilder().AddCommandLine(args, Switches).Build();
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        foreach (var (key, _) in commandLine.AsEnumerable().Where(setting => !IsOurs(setting.Key)))
        {
            mistakes.Add($"--{key} is not known; the options are {string.Join(", ", Switches.Keys)}.");
        }

        var settings = environment.AsEnumerable().Where(setting => IsOurs(setting.Key)).Concat(commandLine.AsEnumerable())
            .Where(setting => IsOurs(setting.Key) && setting.Value is not null)
            .GroupBy(setting => setting.Key[Prefix.Length..].ToLowerInvariant(), StringComparer.Ordinal)
            .ToDictionary(setting => setting.Key, setting => setting.Last().Value!, StringComparer.Ordinal);

        mistakes.AddRange(settings.Keys.Except([.. Own, .. Faults.FieldNames], StringComparer.Ordinal)
            .Select(name => $"{Prefix}{name.ToUpperInvariant()} is not known; there are {string.Join(", ", Switches.Values.Select(known => known.ToUpperInvariant()))}."));

        var (faults, wrongFields) = Faults.Usual.With(settings.IntersectBy(Faults.FieldNames, setting => setting.Key, StringComparer.Ordinal));
        mistakes.AddRange(wrongFields.Select(wrong => $"{NamesOf(wrong.Key)}: {wrong.Value}"));
        var reader = new Reader(settings, mistakes);
        var options = new ShopOptions(
            UrlsFrom(reader, environment), reader.Version(), faults,
            reader.Milliseconds("start_delay_ms") ?? TimeSpan.Zero, reader.Milliseconds("exit_after_ms"), reader.Flag("never_ready"));
        return (options, mistakes);
    }

    private static bool IsOurs(string key) => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private static string NamesOf(string field) => $"--{field.Replace('_', '-')} ({Prefix}{field.ToUpperInvariant()})";

    // ASPNETCORE_URLS is left out: a shop inherits it from whoever starts it, and would then fight for that address.
    private static string UrlsFrom(Reader reader, IConfiguration environment) =>
        reader.Urls() ?? reader.Port(environment["PORT"]) ?? "http://127.0.0.1:5000";

    private sealed class Reader(Dictionary<string, string> settings, List<string> mistakes)
    {
        public string? Urls()
        {
            var text = settings.GetValueOrDefault("urls");
            if (text?.Split(';').All(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)) == false)
            {
                Wrong("urls", text, "must be like http://127.0.0.1:5000, several separated by ';'");
            }

            return text;
        }

        public string? Port(string? text)
        {
            if (text is not null && !ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                mistakes.Add($"PORT must be a number from 0 to 65535, but is '{text}'.");
            }

            return text is null ? null : $"http://127.0.0.1:{text}";
        }

        public string Version()
        {
            var text = settings.GetValueOrDefault("version", "1");
            if (text.Length is 0 or > 40 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+'))
            {
                Wrong("version", text, "must be 1 to 40 letters, digits or . - _ +");
            }

            return text;
        }

        public TimeSpan? Milliseconds(string name)
        {
            if (!settings.TryGetValue(name, out var text))
            {
                return null;
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            {
                Wrong(name, text, "must be whole milliseconds, 0 or more");
            }

            return TimeSpan.FromMilliseconds(milliseconds);
        }

        public bool Flag(string name)
        {
            var flag = false;
            if (settings.TryGetValue(name, out var text) && !bool.TryParse(text, out flag))
            {
                Wrong(name, text, "must be true or false");
            }

            return flag;
        }

        private void Wrong(string name, string found, string remedy) => mistakes.Add($"{NamesOf(name)}: {remedy}, but is '{found}'.");
    }
}
