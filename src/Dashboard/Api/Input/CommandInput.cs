using System.Globalization;
using Sluice.Domain;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads what every command may carry: why, from which view, and an id of its own.</summary>
internal static class CommandInput
{
    private const int LongestReason = 2_000;
    private const int LongestCommandId = 100;

    /// <param name="needsVersion">Forward orders must say which version they are based on.</param>
    public static CommandContext Read(JsonInput input, Actor by, bool needsVersion)
    {
        var context = Read(input, by);
        const string Remedy = "the version that your view was drawn from, 1 or more";
        var version = input.Long("expected_version", Remedy);
        if (needsVersion)
        {
            input.Require("expected_version", Remedy);
        }

        if (version < 1)
        {
            input.Errors.Add("expected_version", version.Value.ToString(CultureInfo.InvariantCulture), Remedy);
        }

        return context with { ExpectedVersion = version };
    }

    /// <summary>For what has no view to be based on.</summary>
    public static CommandContext Read(JsonInput input, Actor by)
    {
        var reason = input.Text("reason", longest: LongestReason);
        var id = input.Text("command_id");
        if (id is not null && (id.Length is < 1 or > LongestCommandId || id.Any(IsNotPrintable)))
        {
            input.Errors.Add("command_id", id.Length == 0 ? "nothing" : InputErrors.Short(id), $"1 to {LongestCommandId} printable characters");
        }

        return new CommandContext(by, string.IsNullOrWhiteSpace(reason) ? null : reason, id) { From = CommandSource.Api };
    }

    private static bool IsNotPrintable(char character) =>
        char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
