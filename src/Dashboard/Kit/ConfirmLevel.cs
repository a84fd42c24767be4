namespace Sluice.Dashboard.Kit;

/// <summary>Friction by consequence. The server says which level an action has.</summary>
public enum ConfirmLevel
{
    /// <summary>One click, no dialog.</summary>
    None = 0,

    /// <summary>The consequence, and one more key.</summary>
    Brief = 1,

    /// <summary>The consequence, the evidence, and a reason.</summary>
    Reasoned = 2,

    /// <summary>As before, and the service's name typed.</summary>
    Typed = 3,
}

/// <summary>What a person answered.</summary>
/// <param name="Reason">As it will be recorded; null when none was given.</param>
/// <param name="Drawn">Number of the drawing that was on screen when they did.</param>
public sealed record ConfirmAnswer(string? Reason, long Drawn = 0);
