namespace Sluice.Domain.Deployments;

/// <summary>How much a finding matters. What forbids a start is a refusal and no finding.</summary>
public enum FindingLevel
{
    /// <summary>To be known.</summary>
    Note,

    /// <summary>It would be taken, and may not do what was meant.</summary>
    Warning,
}

/// <summary>What a dry run found out that cannot be read off its order.</summary>
/// <param name="Field">Of the order, to which it belongs.</param>
/// <param name="Sentence">For people.</param>
public sealed record Finding(FindingLevel Level, string Field, string Sentence);
