using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads orders about incidents.</summary>
internal static class IncidentInput
{
    public static IncidentCommand.Open Open(JsonInput input)
    {
        input.Require("severity", "one of " + string.Join(", ", Enum.GetValues<IncidentSeverity>().Select(Words.Of)));
        return new(input.Text("title") ?? string.Empty, input.Word<IncidentSeverity>("severity") ?? default, Ids(input) ?? []);
    }

    public static IncidentCommand.Change Change(JsonInput input, IncidentId id) => new(id)
    {
        Title = input.Text("title"),
        Severity = input.Word<IncidentSeverity>("severity"),
        Summary = input.Text("summary"),
        Participants = input.Texts("participants"),
        Deployments = Ids(input),
        Seen = input.Whole("seen"),
    };

    public static IncidentCommand.SetItem Item(JsonInput input, IncidentId id, int? number) =>
        new(id, number, input.Text("text") ?? string.Empty, input.Text("owner"), input.Day("due"), input.Flag("done") ?? false);

    private static ValueList<DeploymentId>? Ids(JsonInput input) => input.Texts("deployments")?.Select(DeploymentId.From).ToValueList();
}
