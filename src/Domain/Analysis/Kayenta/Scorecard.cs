namespace Sluice.Domain.Analysis.Kayenta;

/// <summary>
/// Adds judged metrics up to a score of 0 to 100: the share of passing metrics per group, weighted by group. A critical failure makes it 0. Deliberate difference: where data that the
/// score rests on is missing, the outcome is "not enough data" instead of a low score or a pass.
/// </summary>
/// <param name="Weights">Percent per group. Groups without one share what is left of 100 equally.</param>
/// <param name="Pass">Passes from this score on, 0 to 100.</param>
/// <param name="Marginal">Neither passes nor fails from this score on, 0 to <paramref name="Pass"/>.</param>
public sealed record Scorecard(IReadOnlyDictionary<string, double> Weights, double Pass = 95, double Marginal = 75)
{
    private const double Whole = 100;

    /// <summary>Never throws. A metric without groups counts only if it is critical or must have data.</summary>
    public Score Add(IReadOnlyCollection<RankJudgement> judgements)
    {
        GroupScore[] groups = [.. judgements
            .SelectMany(judgement => judgement.Metric.Groups.Distinct(), (judgement, group) => (Group: group, judgement.Class))
            .GroupBy(entry => entry.Group, entry => entry.Class)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new GroupScore(group.Key, Weight: 0, PassingShare([.. group])))];
        var left = Math.Max(0, Whole - Weights.Values.Where(Valid).Sum());
        var unnamed = groups.Count(group => !Weights.ContainsKey(group.Name));
        var weighted = groups.Select(group => group with { Weight = Weight(group.Name) }).ToValueList();
        var total = weighted.Sum(group => group.Weight * (group.Percent ?? 0) / Whole);
        return judgements switch
        {
            _ when judgements.Any(judgement => judgement.IsCriticalFailure) => new(ScoreClass.Fail, 0, weighted),
            _ when judgements.Any(IsMissed) || !HasData(weighted) => new(ScoreClass.NotEnoughData, null, weighted),
            _ => new(total >= Pass ? ScoreClass.Pass : total >= Marginal ? ScoreClass.Marginal : ScoreClass.Fail, total, weighted),
        };

        double Weight(string group) => Weights.TryGetValue(group, out var weight) ? (Valid(weight) ? weight : 0) : left / unnamed;
    }

    private bool HasData(ValueList<GroupScore> groups) =>
        groups.Any(group => group.Percent is not null)
        && groups.All(group => group is { Percent: not null } or { Weight: 0 })
        && Weights.All(weight => !(weight.Value > 0) || groups.Any(group => group.Name == weight.Key));

    private static bool Valid(double weight) => weight is >= 0 and <= Whole;

    private static bool IsMissed(RankJudgement judgement) =>
        judgement is { Class: RankClass.NotEnoughData, Metric: { IsCritical: true } or { MustHaveData: true } };

    private static double? PassingShare(RankClass[] classes)
    {
        var judged = classes.Count(@class => @class != RankClass.NotEnoughData);
        return judged > 0 ? Whole * classes.Count(@class => @class == RankClass.Pass) / judged : null;
    }
}

/// <summary>What the metrics add up to.</summary>
/// <param name="Total">0 to 100; null without enough data.</param>
public sealed record Score(ScoreClass Class, double? Total, ValueList<GroupScore> Groups);

/// <summary>One group's part in a score.</summary>
/// <param name="Weight">Percent of the whole, 0 to 100.</param>
/// <param name="Percent">Passing metrics among those with data, 0 to 100; null when none has.</param>
public sealed record GroupScore(string Name, double Weight, double? Percent);

/// <summary>How a score is to be read.</summary>
public enum ScoreClass
{
    Pass,

    /// <summary>Good enough to go on looking, not to finish.</summary>
    Marginal,
    Fail,
    NotEnoughData,
}
