using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Freezes;

/// <summary>When a freeze holds, as people choose it.</summary>
public enum FreezeKind
{
    UntilLifted,
    Once,
    Weekly,
}

/// <summary>A freeze as typed. The reason is asked when it is declared.</summary>
public sealed class FreezeForm
{
    public FreezeKind Kind { get; set; }

    public string Service { get; set; } = "";

    public string Environment { get; set; } = "";

    public string From { get; set; } = "";

    public string Until { get; set; } = "";

    public string FromDay { get; set; } = "friday";

    public string FromTime { get; set; } = "16:00";

    public string UntilDay { get; set; } = "monday";

    public string UntilTime { get; set; } = "07:00";

    public string TimeZone { get; set; } = "UTC";

    /// <summary>What would be declared, read and judged as the API does, and every mistake but a missing reason.</summary>
    public (FreezeRequest Request, ValueList<FieldError> Errors) Read(IReadOnlyCollection<Service> services, DateTimeOffset now)
    {
        var input = new JsonInput(JsonSerializer.SerializeToElement(ToJson()), string.Empty, new InputErrors());
        var request = FreezeInput.Read(input, reason: null);
        input.Errors.AddRules(FreezeRules.Check(request, services, now).Where(error => error.Field is not "reason"));
        if (Kind is FreezeKind.Once && Until.Trim().Length == 0)
        {
            input.Errors.Add("until", "nothing", "an instant; or choose the freeze that lasts until it is lifted");
        }

        return (request, input.Errors.All);
    }

    private JsonObject ToJson() => FormJson.Object(
        ("service", FormJson.Text(Service)),
        ("environment", FormJson.Text(Environment)),
        ("from", Kind is FreezeKind.UntilLifted ? null : FormJson.Instant(From)),
        ("until", Kind is FreezeKind.UntilLifted ? null : FormJson.Instant(Until)),
        ("weekly", Kind is not FreezeKind.Weekly ? null : FormJson.Object(
            ("from_day", FormJson.Text(FromDay)),
            ("from_time", FormJson.Text(FromTime)),
            ("until_day", FormJson.Text(UntilDay)),
            ("until_time", FormJson.Text(UntilTime)),
            ("time_zone", FormJson.Text(TimeZone)))));
}
