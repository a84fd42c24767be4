using System.Globalization;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Freezes;

/// <summary>What a freeze must look like. All mistakes together.</summary>
public static class FreezeRules
{
    public const int LongestReason = 500;
    private static readonly TimeSpan s_farthest = TimeSpan.FromDays(366 * 2);

    /// <param name="services">All services of the tenant.</param>
    public static ValueList<FieldError> Check(FreezeRequest request, IReadOnlyCollection<Service> services, DateTimeOffset now) =>
        [.. CheckReason(request.Reason), .. OfTimes(request, now), .. OfWeek(request, now), .. OfScope(request, services)];

    /// <summary>What holds everybody up has to be explained to everybody.</summary>
    public static IEnumerable<FieldError> CheckReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            yield return new("reason", string.IsNullOrWhiteSpace(reason) ? "nothing" : $"{reason.Length} characters", $"a text of 1 to {LongestReason} characters");
        }
    }

    private static IEnumerable<FieldError> OfTimes(FreezeRequest request, DateTimeOffset now)
    {
        var from = request.From ?? now;
        if (from > now + s_farthest)
        {
            yield return new("from", Show(from), "an instant within the next two years");
        }

        if (request.Until is not { } until)
        {
            yield break;
        }

        if (until <= from)
        {
            yield return new("until", Show(until), $"an instant after its beginning, {Show(from)}; or nothing, for until somebody lifts it");
        }
        else if (until <= now)
        {
            yield return new("until", Show(until), "an instant in the future");
        }
    }

    private static IEnumerable<FieldError> OfWeek(FreezeRequest request, DateTimeOffset now)
    {
        if (request.Weekly is not { } week)
        {
            yield break;
        }

        var zone = ZoneClock.Find(week.TimeZone);
        if (zone is null)
        {
            yield return new("weekly.time_zone", week.TimeZone.Length == 0 ? "nothing" : week.TimeZone, "a name of the IANA time zone database, such as Europe/Berlin or UTC");
        }

        if (week.IsWholeWeek)
        {
            yield return new("weekly.until_time", $"{week.UntilTime:HH\\:mm} on the day that it begins", "another end than its beginning; without weekly it holds all the time");
        }
        else if (zone is not null && request.Until is { } until && until > now && until > (request.From ?? now)
            && !new FreezeSpec(default, string.Empty, request.From ?? now, until) { Weekly = week }.SpansAfter(now).Any())
        {
            yield return new("until", Show(until), "an instant after the first window has begun");
        }
    }

    private static IEnumerable<FieldError> OfScope(FreezeRequest request, IReadOnlyCollection<Service> services)
    {
        var service = request.Service is { } name ? services.FirstOrDefault(known => known.Name == name) : null;
        if (request.Service is { } given && service is null)
        {
            yield return new("service", Show(given.Value), "the name of a declared service; or nothing, for every service");
        }

        if (request.Environment is { } environment && (service is not null || request.Service is null)
            && !(service is not null ? [service] : services).Any(known => known.Environment(environment) is not null))
        {
            yield return new("environment", Show(environment.Value), service is not null ? $"an environment of {service.Name}, or nothing, for all of them" : "an environment of some service, or nothing, for all of them");
        }
    }

    private static string Show(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Show(string name) => name.Length == 0 ? "nothing" : name;
}
