namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A release against one that runs.</summary>
/// <param name="Running">The release that runs.</param>
/// <param name="Verdict"><c>up_to_date</c>, <c>needs_update</c> (only limits of processor and memory differ) or <c>needs_recreate</c>.</param>
/// <param name="ChangesNothing">To deploy it would end at once and change nothing, unless <c>force_recreate</c> is asked for.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Differences">Those that count, in the order of the fields.</param>
/// <param name="NotCompared">What an instance does not notice.</param>
public sealed record ComparisonView(
    int Running, int Desired, string Verdict, bool ChangesNothing, string Sentence, IReadOnlyList<SpecDifferenceView> Differences, IReadOnlyList<string> NotCompared);

/// <param name="From">Null where there is none. Values of variables are hidden.</param>
/// <param name="To">Null where there is none any more. Values of variables are hidden.</param>
/// <param name="Needs">What this field alone asks for.</param>
public sealed record SpecDifferenceView(string Field, string? From, string? To, string Needs);
