using static Sluice.Domain.Analysis.VerdictReason;

namespace Sluice.Domain.Analysis;

/// <summary>The rows of the verdict table, in the order in which they are asked.</summary>
public enum VerdictRow
{
    Worse,
    Data,
    SharedIncident,
    Suspicious,
    Source,
    Cleared,
    Otherwise,
}

/// <summary>A row of the verdict table in words.</summary>
/// <param name="Decided">The first row that is met decides; those before it were asked and not met.</param>
public sealed record TraceRule(VerdictRow Row, string Text, bool Decided);

/// <summary>Which row of the verdict table decided, in words that are the same in console and API.</summary>
/// <param name="Rules">Those that were asked; the last one decided.</param>
/// <param name="Otherwise">What would have changed it; null when nothing simple would.</param>
public sealed record VerdictTrace(ValueList<TraceRule> Rules, string? Otherwise)
{
    /// <summary>Null for a verdict without evidence, and for one that rests on no check.</summary>
    public static VerdictTrace? Of(Verdict verdict)
    {
        if (verdict is not { Evidence: { } evidence, Checks.Count: > 0 } || Decider(verdict.Reason) is not { } decider)
        {
            return null;
        }

        var required = verdict.Checks.Where(check => check.Evidence is { Required: true }).ToList();
        var neededOn = -Math.Log(evidence.Beta);
        var rules = Enum.GetValues<VerdictRow>()
            .Where(row => row <= decider && (row != VerdictRow.Source || row == decider))
            .Select(row => new TraceRule(row, Text(row), row == decider));
        return new(rules.ToValueList(), Changed());

        string Text(VerdictRow row) => row switch
        {
            VerdictRow.Worse => $"Evidence of {EvidenceSentence.Ratio(-Math.Log(evidence.Alpha))} or more that it is worse: go back. There is {EvidenceSentence.Ratio(evidence.LogEvidence)}.",
            VerdictRow.Data => "Data that cannot be trusted: hold.",
            VerdictRow.SharedIncident => "Stable breaks the same limit: hold.",
            VerdictRow.Suspicious => "Evidence of 10:1 or more that it is worse, of all together or of a signal: no more traffic.",
            VerdictRow.Source => "A metric that cannot be read: hold.",
            VerdictRow.Cleared when required.Count == 0 => "Nothing must be cleared: time alone decides.",
            VerdictRow.Cleared =>
                $"Everything required is cleared, each with {EvidenceSentence.Ratio(neededOn)} or more: go on. Cleared: {required.Count(check => check.Evidence!.InFavour >= neededOn)} of {required.Count}.",
            _ => "Otherwise: hold, and say what is missing.",
        };

        string? Changed() => (verdict.Reason, required.MinBy(check => check.Evidence!.InFavour)) switch
        {
            (Regression or SloBreach, _) => $"It would have held if more than {EvidenceSentence.Ratio(evidence.LogEvidence)} had been asked for.",
            (Proven, { Evidence.InFavour: var has }) => $"It would have held if more than {EvidenceSentence.Ratio(has)} had been asked for before going on.",
            (Inconclusive, { Evidence.InFavour: var has } check) when has < neededOn =>
                $"It goes on with {EvidenceSentence.Ratio(neededOn)} for {EvidenceSentence.NameOf(check.Name, verdict.Checks)}, where there is {EvidenceSentence.Ratio(has)}.",
            _ => null,
        };
    }

    private static VerdictRow? Decider(VerdictReason reason) => reason switch
    {
        Regression or SloBreach or ConfirmingFailure => VerdictRow.Worse,
        DataQuality => VerdictRow.Data,
        SharedIncident => VerdictRow.SharedIncident,
        Suspicious => VerdictRow.Suspicious,
        SourceError => VerdictRow.Source,
        Proven or ConfirmingSuccess or NothingToJudge => VerdictRow.Cleared,
        Inconclusive => VerdictRow.Otherwise,
        _ => null,
    };
}
