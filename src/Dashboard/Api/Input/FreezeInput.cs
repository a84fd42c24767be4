using System.Globalization;
using System.Text.Json;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a freeze as somebody asks for it. The reason is read with the command.</summary>
internal static class FreezeInput
{
    private const string ClockRemedy = "a time of the day such as 16:00";

    public static FreezeRequest Read(JsonInput input, string? reason) => new(reason ?? string.Empty, input.Instant("from"), input.Instant("until"))
    {
        Service = input.Text("service") is { } service ? ServiceName.From(service) : null,
        Environment = input.Text("environment") is { } environment ? EnvironmentName.From(environment) : null,
        Weekly = input.Object("weekly") is { } weekly ? Read(weekly) : null,
    };

    private static WeeklyWindow Read(JsonInput input)
    {
        foreach (var day in new[] { "from_day", "until_day" })
        {
            input.Require(day, "a day of the week, monday to sunday");
        }

        input.Require("time_zone", "a name of the IANA time zone database, such as Europe/Berlin or UTC");
        var window = new WeeklyWindow(
            input.Word<DayOfWeek>("from_day") ?? default, Clock(input, "from_time"), input.Word<DayOfWeek>("until_day") ?? default, Clock(input, "until_time"), input.Text("time_zone") ?? "UTC");
        input.Done();
        return window;
    }

    private static TimeOnly Clock(JsonInput input, string name)
    {
        input.Require(name, ClockRemedy);
        if (input.KindOf(name) is JsonValueKind.String && TimeOnly.TryParseExact(input.Text(name), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        input.Wrong(name, ClockRemedy);
        return default;
    }
}
