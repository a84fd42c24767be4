using System.Globalization;
using System.Text.Json;
using Sluice.Dashboard.Vitals.Beacons;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads what a browser reports, and finds every mistake in it.</summary>
internal static class BeaconInput
{
    public const int Most = 20;

    private const string Root = "beacons";

    /// <summary>Slower than this is a page that did not come, or a tab that slept: no time to the screen.</summary>
    private static readonly TimeSpan s_longestEvent = TimeSpan.FromMinutes(1);

    /// <summary>So long a browser tries.</summary>
    private static readonly TimeSpan s_longestReconnect = TimeSpan.FromMinutes(31);

    /// <returns>Nothing when anything is wrong with it.</returns>
    public static IReadOnlyList<Beacon> Read(JsonElement told, InputErrors errors)
    {
        if (told.ValueKind != JsonValueKind.Array)
        {
            errors.Wrong(Root, told, "a list");
            return [];
        }

        if (told.GetArrayLength() > Most)
        {
            errors.Add(Root, string.Create(CultureInfo.InvariantCulture, $"{told.GetArrayLength()} of them"), string.Create(CultureInfo.InvariantCulture, $"at most {Most} at once"));
            return [];
        }

        List<Beacon?> read = [.. told.EnumerateArray().Select((one, i) => Read(one, string.Create(CultureInfo.InvariantCulture, $"{Root}[{i}]"), errors))];
        return errors.Any ? [] : [.. read.OfType<Beacon>()];
    }

    private static Beacon? Read(JsonElement one, string path, InputErrors errors)
    {
        if (one.ValueKind != JsonValueKind.Object)
        {
            errors.Wrong(path, one, "an object");
            return null;
        }

        var input = new JsonInput(one, path, errors);
        var (kind, ms) = (input.Word<BeaconKind>("kind"), input.Number("ms"));
        input.Require("kind", "event_to_pixel or reconnect");
        input.Require("ms", "a number of milliseconds");
        input.Done();
        var longest = kind == BeaconKind.Reconnect ? s_longestReconnect : s_longestEvent;
        if (ms < 0 || ms > (decimal)longest.TotalMilliseconds)
        {
            input.Wrong("ms", string.Create(CultureInfo.InvariantCulture, $"0 to {longest.TotalMilliseconds}"));
        }

        return kind is { } known && ms is { } took && !errors.Any ? new(known, TimeSpan.FromMilliseconds((double)took)) : null;
    }
}
