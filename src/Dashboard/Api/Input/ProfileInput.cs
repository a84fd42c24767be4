using Sluice.Domain.Services;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads who looks after a service.</summary>
internal static class ProfileInput
{
    public static ServiceProfile Read(JsonInput input) => new()
    {
        Team = input.Text("team"),
        Owners = input.Texts("owners") ?? [],
        OnCall = input.Text("on_call"),
        Runbook = input.Text("runbook"),
        TimeZone = input.Text("time_zone"),
        Description = input.Text("description"),
    };
}
