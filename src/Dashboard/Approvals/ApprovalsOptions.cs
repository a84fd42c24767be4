using Microsoft.Extensions.Options;
using Sluice.Domain.Gates;

namespace Sluice.Dashboard.Approvals;

/// <summary>The section <c>Approvals:WorkingHours</c> of the settings: outside these hours a question is marked.</summary>
internal sealed class ApprovalsOptions
{
    /// <summary>False marks nothing.</summary>
    public bool Marked { get; set; } = true;

    public DayOfWeek FirstDay { get; set; } = DayOfWeek.Monday;

    public DayOfWeek LastDay { get; set; } = DayOfWeek.Friday;

    public TimeOnly From { get; set; } = new(8, 0);

    public TimeOnly Until { get; set; } = new(18, 0);

    /// <summary>A name of the time zone database; left empty, the zone of the machine.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>Null when nothing is marked.</summary>
    public WorkingHours? Hours => Marked ? new(FirstDay, LastDay, From, Until, TimeZone.Length == 0 ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone)) : null;
}

internal sealed class ApprovalsOptionsValidator : IValidateOptions<ApprovalsOptions>
{
    public ValidateOptionsResult Validate(string? name, ApprovalsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            result.AddError($"Approvals:WorkingHours:TimeZone is \"{options.TimeZone}\", which this machine does not know. Write a name such as Europe/Berlin, or leave it empty for the zone of the machine.");
        }

        if (options.Until <= options.From)
        {
            result.AddError($"Approvals:WorkingHours:Until ({options.Until:HH:mm}) must be later than Approvals:WorkingHours:From ({options.From:HH:mm}). To mark nothing, set Approvals:WorkingHours:Marked to false.");
        }

        return result.Build();
    }
}
