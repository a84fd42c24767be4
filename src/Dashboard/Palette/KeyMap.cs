namespace Sluice.Dashboard.Palette;

/// <summary>One key or sequence.</summary>
/// <param name="Does">Name of the text that says what it does.</param>
public sealed record KeyHint(string Keys, string Does);

/// <summary>All keys of the console, by where they are heard. None of them gives an order: at most they open its question.</summary>
public static class KeyMap
{
    public static IReadOnlyList<(string Where, IReadOnlyList<KeyHint> Keys)> All { get; } =
    [
        ("Everywhere",
        [
            new("Ctrl K", "Palette"), new("?", "Sheet"), new("G F", "Fleet"), new("G A", "Approvals"), new("G I", "Incidents"), new("G L", "Audit"), new("G S", "Settings"), new("G H", "Health"),
            new("T", "Zone"), new("Y L", "Link"), new("Esc", "Close"), new("F2", "Session"),
        ]),
        ("Fleet", [new("J K", "Walk"), new("Enter", "Open"), new("X", "Choose"), new("S", "Star"), new("1 … 6", "Counter"), new("/", "Filter")]),
        ("Deployment",
        [
            new(".", "Actions"), new("Shift P", "Promote"), new("Shift S", "Pause"), new("Shift A", "Abort"), new("Shift R", "RollBack"), new("[ ]", "Phase"), new("1 … 9", "Chart"),
            new("W", "Why"), new("E", "Events"),
        ]),
        ("Service", [new("N", "NewDeployment"), new("B", "GoBack"), new("C", "Compare"), new("[ ]", "Walk")]),
        ("New", [new("Ctrl Enter", "DryRun"), new("Ctrl Shift Enter", "StartDialog"), new("Alt ↑ ↓", "MoveStep")]),
        ("Charts", [new("← →", "Value"), new("Shift ← →", "TenValues"), new("+ −", "Zoom"), new("0", "Whole"), new("M", "Marker"), new("Shift M", "MarkerBefore"), new("V", "Table")]),
        ("Approvals", [new("J K", "Walk"), new("Shift Y", "Approve"), new("Shift N", "Reject"), new("Q", "Inquire"), new("D", "Changes")]),
        ("Audit", [new("J K", "Walk"), new("F", "Filter"), new("E", "Export")]),
        ("Replay",
        [
            new("← →", "Step"), new("Shift ← →", "Same"), new("Ctrl ← →", "Milestone"), new("PgUp PgDn", "Ten"), new("Home End", "Ends"), new("A B", "Pin"),
            new("Space", "Play"), new("C", "Clock"), new("N", "Note"), new("L", "Live"),
        ]),
    ];
}
