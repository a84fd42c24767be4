namespace Sluice.Domain.Compose;

/// <summary>Gathers what becomes of every key. The last word on a key counts, and nothing takes a refusal back.</summary>
internal sealed class ComposeReport
{
    /// <summary>More mistakes than anybody reads.</summary>
    public const int MostRefused = 100;

    private readonly Dictionary<string, ComposeFinding> _findings = new(StringComparer.Ordinal);
    private readonly List<ComposeWarning> _warnings = [];
    private int _refused;

    public bool HasRefused => _refused > 0;

    /// <summary>In the order of the file.</summary>
    public ValueList<ComposeFinding> Findings => [.. _findings.Values.OrderBy(finding => finding.At.Line).ThenBy(finding => finding.At.Column).ThenBy(finding => finding.Path, StringComparer.Ordinal)];

    public ValueList<ComposeWarning> Warnings => [.. _warnings];

    public void Say(string path, TextPlace at, ComposeTreatment treatment, string sentence)
    {
        if (_findings.TryGetValue(path, out var known) && known.Treatment == ComposeTreatment.Refused)
        {
            return;
        }

        if (treatment == ComposeTreatment.Refused && _refused++ >= MostRefused)
        {
            return;
        }

        _findings[path] = new(path, at, treatment, sentence);
    }

    public void Refuse(string path, TextPlace at, string sentence) => Say(path, at, ComposeTreatment.Refused, sentence);

    public void Translate(string path, TextPlace at, string sentence) => Say(path, at, ComposeTreatment.Translated, sentence);

    public void Warn(string path, TextPlace at, string sentence)
    {
        if (_warnings.Count < MostRefused && !_warnings.Any(warning => warning.Path == path && warning.Sentence == sentence))
        {
            _warnings.Add(new(path, at, sentence));
        }
    }
}
