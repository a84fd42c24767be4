using System.Globalization;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>Puts "person 1", "person 2" in place of names.</summary>
internal sealed class HiddenPeople
{
    private const string Word = "person";

    /// <summary>The longest first: a name may be part of another.</summary>
    private readonly List<(string Name, string Alias)> _all;

    /// <summary>Without those who are only mentioned: anybody can write an @ before any word.</summary>
    private readonly List<(string Name, string Alias)> _known;

    private HiddenPeople(List<string> known, List<string> mentioned)
    {
        var aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        _known = Named(known);
        _all = Named([.. known, .. mentioned]);

        List<(string Name, string Alias)> Named(List<string> names)
        {
            // Whoever is called like what everybody becomes stays so: the word is in every alias.
            var distinct = names.Where(name => name.Length > 0 && !string.Equals(name, Word, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal).ToList();
            foreach (var name in distinct)
            {
                aliases.TryAdd(name, string.Create(CultureInfo.InvariantCulture, $"{Word} {aliases.Count + 1}"));
            }

            return [.. distinct.Select(name => (Name: name, Alias: aliases[name])).OrderByDescending(one => one.Name.Length)];
        }
    }

    public static HiddenPeople None { get; } = new([], []);

    public bool IsEmpty => _all.Count == 0;

    /// <param name="known">Who acted, or stands in a field for people.</param>
    /// <param name="mentioned">Whom texts name.</param>
    public static HiddenPeople Of(IEnumerable<string> known, IEnumerable<string> mentioned) => new([.. known], [.. mentioned.Where(name => name.Any(char.IsLetter))]);

    /// <summary>Text for people, who write names as they like.</summary>
    public string InText(string text) => Replace(text, _all, StringComparison.OrdinalIgnoreCase);

    /// <summary>A value for programs.</summary>
    public string InWords(string value) => Replace(value, _known, StringComparison.Ordinal);

    private static string Replace(string text, List<(string Name, string Alias)> names, StringComparison comparison)
    {
        foreach (var (name, alias) in names)
        {
            text = WholeWords.Replace(text, name, alias, comparison);
        }

        return text;
    }
}
