using System.Text.Json.Serialization;

namespace Sluice.Domain.Analysis;

/// <summary>
/// The runs of one check in its phase, as far as a limit asks for them. No count goes further than what its limit needs, so that a long phase does not fill the history.
/// </summary>
/// <param name="Judged">Runs that passed or failed.</param>
/// <param name="Failed">Runs that failed, in a row or not.</param>
/// <param name="Inconclusive">Runs without enough data.</param>
/// <param name="ErrorsInARow">Runs up to now in which the source did not answer.</param>
/// <param name="PassedInARow">Passing runs up to now; stays once it was enough.</param>
public sealed record CheckCounts(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Judged,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Inconclusive,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int ErrorsInARow,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int PassedInARow)
{
    public static CheckCounts None { get; } = new(0, 0, 0, 0, 0);

    /// <param name="outcome">Of the run; <see cref="CheckOutcome.NotEnoughData"/> also for what only holds.</param>
    public CheckCounts After(CheckOutcome outcome, CounterSettings limits) => new(
        Up(Judged, outcome is CheckOutcome.Pass or CheckOutcome.Fail, limits.Count),
        Up(Failed, outcome == CheckOutcome.Fail, limits.FailureLimit + 1),
        Up(Inconclusive, outcome == CheckOutcome.NotEnoughData, limits.InconclusiveLimit + 1),
        outcome == CheckOutcome.SourceError ? Up(ErrorsInARow, true, limits.ConsecutiveErrorLimit + 1) : 0,
        outcome == CheckOutcome.Pass || PassedInARow >= limits.ConsecutiveSuccessLimit ? Up(PassedInARow, true, limits.ConsecutiveSuccessLimit) : 0);

    private static int Up(int count, bool counts, int? enough) => counts && count < enough ? count + 1 : count;
}
