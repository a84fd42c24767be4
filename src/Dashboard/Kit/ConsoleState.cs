namespace Sluice.Dashboard.Kit;

/// <summary>The states of a deployment as people see them. Finer than the domain's statuses: running splits by stage, paused by reason.</summary>
public enum ConsoleState
{
    Draft,
    Queued,
    Scheduled,
    Shifting,
    Baking,
    AwaitingApproval,
    HeldByPerson,
    HeldByVerdict,
    Frozen,
    Returning,
    Promoted,
    RolledBack,
    Aborted,
    Failed,
}

/// <summary>How a state looks. Word and shape carry the meaning; colour only repeats it.</summary>
public static class ConsoleStates
{
    /// <summary>The name of the icon, see <see cref="Icons"/>.</summary>
    public static string IconOf(ConsoleState state) => state switch
    {
        ConsoleState.Draft => "diamond",
        ConsoleState.Queued => "hourglass",
        ConsoleState.Scheduled => "clock",
        ConsoleState.Shifting => "play",
        ConsoleState.Baking => "quarter",
        ConsoleState.AwaitingApproval => "hand",
        ConsoleState.HeldByPerson => "pause",
        ConsoleState.HeldByVerdict => "question",
        ConsoleState.Frozen => "frost",
        ConsoleState.Returning => "return",
        ConsoleState.Promoted => "check",
        ConsoleState.RolledBack => "undo",
        ConsoleState.Aborted => "stop",
        ConsoleState.Failed => "cross",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };

    public static Tone ToneOf(ConsoleState state) => state switch
    {
        ConsoleState.Draft or ConsoleState.Queued or ConsoleState.Scheduled => Tone.Neutral,
        ConsoleState.Shifting or ConsoleState.Baking => Tone.Info,
        ConsoleState.AwaitingApproval or ConsoleState.HeldByPerson or ConsoleState.HeldByVerdict or ConsoleState.Frozen => Tone.Warning,
        ConsoleState.Returning => Tone.DangerOutline,
        ConsoleState.Promoted => Tone.Success,
        ConsoleState.RolledBack or ConsoleState.Aborted => Tone.Danger,
        ConsoleState.Failed => Tone.DangerSolid,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };
}
