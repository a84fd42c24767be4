using System.Text.Json;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Services;

/// <summary>Who looks after a service, as typed.</summary>
public sealed class ProfileForm
{
    public string Team { get; set; } = "";

    /// <summary>One in each line.</summary>
    public string Owners { get; set; } = "";

    public string OnCall { get; set; } = "";

    public string Runbook { get; set; } = "";

    public string TimeZone { get; set; } = "";

    public string Description { get; set; } = "";

    public static ProfileForm From(ServiceProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new()
        {
            Team = profile.Team ?? "",
            Owners = string.Join('\n', profile.Owners),
            OnCall = profile.OnCall ?? "",
            Runbook = profile.Runbook ?? "",
            TimeZone = profile.TimeZone ?? "",
            Description = profile.Description ?? "",
        };
    }

    /// <summary>The profile, and every mistake in it.</summary>
    public (ServiceProfile Profile, ValueList<FieldError> Errors) Read()
    {
        var json = FormJson.Object(
            ("team", FormJson.Text(Team)),
            ("owners", FormJson.Lines(Owners)),
            ("on_call", FormJson.Text(OnCall)),
            ("runbook", FormJson.Text(Runbook)),
            ("time_zone", FormJson.Text(TimeZone)),
            ("description", FormJson.Text(Description)));
        var input = new JsonInput(JsonSerializer.SerializeToElement(json), string.Empty, new InputErrors());
        var profile = ProfileInput.Read(input);
        input.Errors.AddRules(ServiceProfileRules.Check(profile));
        return (profile, input.Errors.All);
    }
}
