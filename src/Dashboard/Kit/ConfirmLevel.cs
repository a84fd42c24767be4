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

/// <summary>What a person answered: the reason as it will be recorded, null when none was given.</summary>
public sealed record ConfirmAnswer(string? Reason);
