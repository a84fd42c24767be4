using System.Globalization;
using Sluice.Domain.Analysis.Kayenta;

namespace Sluice.Domain.Analysis;

/// <summary>A score in words.</summary>
internal static class RankSentence
{
    public const string NothingToCompare = "There is no stable arm to compare with: time alone decides.";

    public static string For(Score score, IReadOnlyList<RankJudgement> judged, RankSettings settings, int intervals)
    {
        var total = score.Total?.ToString("0.#", CultureInfo.InvariantCulture);
        var apart = judged.Where(judgement => judgement.Class is RankClass.High or RankClass.Low).Select(Say).ToList();
        var why = apart.Count > 0 ? $": {string.Join(", ", apart)}" : string.Empty;
        return score.Class switch
        {
            ScoreClass.NotEnoughData => $"Not enough data: {intervals} intervals compared, {string.Join(", ", judged.Where(j => j.Class == RankClass.NotEnoughData).Select(j => j.Metric.Name))} cannot be judged yet.",
            ScoreClass.Fail => FormattableString.Invariant($"Score {total} of 100, below {settings.Marginal}{why}."),
            ScoreClass.Marginal => FormattableString.Invariant($"Score {total} of 100, between {settings.Marginal} and {settings.Pass}{why}."),
            _ => FormattableString.Invariant($"Score {total} of 100 over {intervals} intervals{why}."),
        };
    }

    private static string Say(RankJudgement judgement)
    {
        var side = judgement.Class == RankClass.High ? "higher" : "lower";
        var effect = judgement.Effect is { } value ? string.Create(CultureInfo.InvariantCulture, $" (effect {value:0.##})") : string.Empty;
        return $"{judgement.Metric.Name} {side}{effect}";
    }
}
