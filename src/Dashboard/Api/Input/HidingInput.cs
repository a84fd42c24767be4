using Sluice.Dashboard.Replay.Bundles;

namespace Sluice.Dashboard.Api.Input;

/// <summary>What is to be left out of an export, from a query string.</summary>
internal static class HidingInput
{
    private const string People = "people";
    private const string Addresses = "addresses";
    private const string Hidden = "hidden";

    public static Hiding Hiding(this QueryInput query) => new(IsHidden(query, People), IsHidden(query, Addresses));

    private static bool IsHidden(QueryInput query, string name)
    {
        var said = query.Text(name);
        if (said is not (null or Hidden))
        {
            query.Errors.Add(name, InputErrors.Short(said), $"{Hidden}, or left out");
        }

        return said is Hidden;
    }
}
