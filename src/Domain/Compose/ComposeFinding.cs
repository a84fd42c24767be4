namespace Sluice.Domain.Compose;

/// <summary>What becomes of a key.</summary>
public enum ComposeTreatment
{
    /// <summary>It means here what it means to Compose.</summary>
    Honoured,

    /// <summary>What it is for is done in another way.</summary>
    Translated,

    /// <summary>Nothing is done about it, and nothing is missing for that.</summary>
    Ignored,

    /// <summary>The file is not taken with it.</summary>
    Refused,
}

/// <summary>What became of one key of a file.</summary>
/// <param name="Path">Such as <c>services.web.ports[0]</c>.</param>
/// <param name="Sentence">How or why; of what is refused also what to do. Empty for what is plainly honoured.</param>
public sealed record ComposeFinding(string Path, TextPlace At, ComposeTreatment Treatment, string Sentence);

/// <summary>Something to know before the file is taken live: it would be taken, and may not do what its author expects.</summary>
public sealed record ComposeWarning(string Path, TextPlace At, string Sentence);
