using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Tests.Live;
using Sluice.Dashboard.Vitals.Beacons;

namespace Sluice.Dashboard.Tests.Vitals;

public sealed class BeaconTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void What_browsers_measured_is_read()
    {
        var read = BeaconInput.Read(Json("""[{"kind": "event_to_pixel", "ms": 130.5}, {"kind": "reconnect", "ms": 1800000}]"""), new InputErrors());
        Assert.Equal([new(BeaconKind.EventToPixel, TimeSpan.FromMilliseconds(130.5)), new(BeaconKind.Reconnect, TimeSpan.FromMinutes(30))], read);
    }

    [Theory]
    [InlineData("""{"kind": "reconnect"}""", "beacons")]
    [InlineData("""[1, {"kind": "blink", "ms": 1}]""", "beacons[0], beacons[1].kind")]
    [InlineData("""[{"kind": "event_to_pixel", "ms": -1}, {"ms": "soon"}, {"kind": "reconnect", "who": "me"}]""", "beacons[0].ms, beacons[1].ms, beacons[1].kind, beacons[2].ms, beacons[2].who")]
    [InlineData("""[{"kind": "event_to_pixel", "ms": 60001}, {"kind": "reconnect", "ms": 1860001}]""", "beacons[0].ms, beacons[1].ms")]
    [InlineData("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "beacons")]
    public void Everything_that_is_wrong_with_a_report_is_found_at_once_and_nothing_of_it_is_kept(string told, string fields)
    {
        var errors = new InputErrors();
        Assert.Empty(BeaconInput.Read(Json(told), errors));
        Assert.Equal(fields, string.Join(", ", errors.All.Select(error => error.Field)));
    }

    [Fact]
    public void A_refused_report_says_what_was_found_and_what_would_be_right()
    {
        var book = new BeaconBook(_time);
        var refused = Assert.Throws<HubException>(() => new BeaconDoor(book, _time).Take(Json("""[{"kind": "reconnect", "ms": 5}, {"kind": "event_to_pixel", "ms": -1}]""")));
        Assert.Equal("beacons[1].ms is -1: 0 to 60000.", refused.Message);
        Assert.Equal(new(0, null, 0, null), book.Current);
    }

    [Fact]
    public void One_connection_is_heard_every_few_seconds_and_asks_for_the_clock_as_often_as_it_likes()
    {
        var (book, report) = (new BeaconBook(_time), Json("""[{"kind": "reconnect", "ms": 5}]"""));
        var door = new BeaconDoor(book, _time);
        door.Take(report);
        door.Take(Json("[]"));
        Assert.Equal("The last report came 0 s ago: one every 4 s is taken.", Assert.Throws<HubException>(() => door.Take(report)).Message);
        _time.Advance(TimeSpan.FromSeconds(4));
        door.Take(report);
        Assert.Equal(2, book.Current.Reconnects);
    }

    [Fact]
    public void The_newest_times_count_however_many_come()
    {
        var book = new BeaconBook(_time);
        book.Take([.. Enumerable.Repeat(Event(5000), 1000)]);
        Assert.Equal((1000, 5000.0), (book.Current.Events, book.Current.EventToPixel!.Value.TotalMilliseconds));
        book.Take([.. Enumerable.Repeat(Event(100), 3000)]);
        Assert.Equal((2048, 100.0), (book.Current.Events, book.Current.EventToPixel!.Value.TotalMilliseconds));
    }

    [Fact]
    public void Reconnects_are_those_of_today()
    {
        var book = new BeaconBook(_time);
        book.Take([new(BeaconKind.Reconnect, TimeSpan.FromSeconds(3)), Event(100)]);
        Assert.Equal(new(1, TimeSpan.FromMilliseconds(100), 1, TimeSpan.FromSeconds(3)), book.Current);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new(1, TimeSpan.FromMilliseconds(100), 0, null), book.Current);
    }

    private static Beacon Event(int ms) => new(BeaconKind.EventToPixel, TimeSpan.FromMilliseconds(ms));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
