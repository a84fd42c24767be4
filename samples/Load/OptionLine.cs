namespace Sluice.Load;

/// <summary>A command line of <c>--name value</c> pairs that collects every mistake instead of stopping at the first.</summary>
internal sealed class OptionLine
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly List<string> _mistakes = [];

    public OptionLine(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _mistakes.Add($"'{args[i]}' is not an option; options start with --.");
                continue;
            }

            var (name, value) = args[i][2..].Split('=', 2) is [var left, var right] ? (left, right) : (args[i][2..], null);
            if (value is null && i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                value = args[++i];
            }

            // An empty value is wrong for every option, so it gets the sentence that says what would be right.
            if (!_given.TryAdd(name, value ?? ""))
            {
                _mistakes.Add($"--{name} is given twice; give it once.");
            }
        }
    }

    /// <param name="parse">Null if the text is no such value.</param>
    /// <returns>Null if the option was not given, or was wrong and is now among the mistakes.</returns>
    public T? Take<T>(string name, string remedy, Func<string, T?> parse)
        where T : class
    {
        var text = Find(name);
        var value = text is null ? null : parse(text);
        Check(name, remedy, text, right: value is not null);
        return value;
    }

    /// <inheritdoc cref="Take{T}(string, string, Func{string, T})" />
    public T? Take<T>(string name, string remedy, Func<string, T?> parse)
        where T : struct
    {
        var text = Find(name);
        var value = text is null ? null : parse(text);
        Check(name, remedy, text, right: value is not null);
        return value;
    }

    /// <summary>All mistakes, once every option was taken.</summary>
    public IReadOnlyList<string> Mistakes() =>
    [
        .. _mistakes,
        .. _given.Keys.Except(_known, StringComparer.Ordinal)
            .Select(name => $"--{name} is not known; the options are {string.Join(", ", _known.Select(known => $"--{known}"))}."),
    ];

    private string? Find(string name)
    {
        _known.Add(name);
        return _given.GetValueOrDefault(name);
    }

    private void Check(string name, string remedy, string? text, bool right)
    {
        if (text is not null && !right)
        {
            _mistakes.Add($"--{name} must be {remedy}, but is '{text}'.");
        }
    }
}
