using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Planning;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Api.Services;

/// <summary>From two releases to what the wire shows of their comparison.</summary>
internal static class ComparisonViews
{
    public static ComparisonView Of(Release running, Release desired)
    {
        var comparison = SpecComparison.Compare(running, desired);
        return new(
            running.Number,
            desired.Number,
            Words.Of(comparison.Verdict),
            comparison.ChangesNothing,
            SpecSentence.Of(comparison, running.Number, desired.Number),
            comparison.Differences.Select(one => new SpecDifferenceView(one.Field, one.From, one.To, Words.Of(one.Needs))).ToList(),
            SpecComparison.NotCompared);
    }
}
