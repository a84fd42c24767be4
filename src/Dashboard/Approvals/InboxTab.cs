using Sluice.Domain;

namespace Sluice.Dashboard.Approvals;

/// <summary>The lists of the inbox, in the order of their tabs.</summary>
internal enum InboxTab
{
    Mine,
    Groups,
    Open,
    Asked,
    Decided,
    Reviews,
    Mentions,
}

/// <summary>Names of the tabs in addresses.</summary>
internal static class InboxTabs
{
    public static IReadOnlyList<InboxTab> All { get; } = Enum.GetValues<InboxTab>();

    public static string Word(this InboxTab tab) => Words.Of(tab);

    public static InboxTab Find(string? word) => All.FirstOrDefault(tab => tab.Word() == word);

    /// <summary>Those that come from the live board; the others are history and come from the lists.</summary>
    public static bool IsLive(this InboxTab tab) => tab is InboxTab.Mine or InboxTab.Groups or InboxTab.Open or InboxTab.Asked;
}
