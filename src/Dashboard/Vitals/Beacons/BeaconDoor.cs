using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Sluice.Dashboard.Api.Input;

namespace Sluice.Dashboard.Vitals.Beacons;

/// <summary>Takes the reports of one connection, not too often, and only if all of one is right.</summary>
internal sealed class BeaconDoor(BeaconBook book, TimeProvider time)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(4);

    private long? _last;

    /// <exception cref="HubException">Says everything that is wrong. Nothing of the report is kept then.</exception>
    public void Take(JsonElement told)
    {
        var errors = new InputErrors();
        var beacons = BeaconInput.Read(told, errors);
        if (errors.Any)
        {
            throw new HubException(string.Join(' ', errors.All.Select(error => $"{error.Field} is {error.Found}: {error.Remedy}.")));
        }

        if (beacons.Count == 0)
        {
            return;
        }

        if (_last is { } last && time.GetElapsedTime(last) < s_between)
        {
            throw new HubException(string.Create(CultureInfo.InvariantCulture, $"The last report came {time.GetElapsedTime(last).TotalSeconds:0.#} s ago: one every {s_between.TotalSeconds} s is taken."));
        }

        _last = time.GetTimestamp();
        book.Take(beacons);
    }
}
