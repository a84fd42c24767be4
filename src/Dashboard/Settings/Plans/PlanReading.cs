using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.NewDeployment;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>A plan as typed, in YAML or JSON, read as the API reads it.</summary>
/// <param name="Body">What would be kept; null with mistakes.</param>
internal sealed record PlanReading(string? Body, ValueList<ImportMistake> Mistakes)
{
    /// <param name="ofTeam">The services of the team.</param>
    public static PlanReading Of(string text, StrategyBook book, IEnumerable<Service> ofTeam)
    {
        var document = BodyText.Read(text);
        if (document.Root is not JsonObject body)
        {
            return new(Body: null, document.Mistakes is { Count: > 0 } found
                ? [.. found.Select(mistake => new ImportMistake(mistake.At, Error: null, mistake.Sentence))]
                : [new ImportMistake(new(1, 1), new FieldError("body", document.Root is null ? "nothing" : InputErrors.Short(document.Root.ToJsonString()), TeamPlanInput.Remedy))]);
        }

        var input = new JsonInput(JsonSerializer.SerializeToElement(body), string.Empty, new InputErrors());
        TeamPlanInput.Read(input, book, ofTeam);
        return input.Errors.Any
            ? new(Body: null, [.. input.Errors.All.Select(error => new ImportMistake(DeploymentImport.PlaceOf(document.Places, error.Field), error))])
            : new(TeamPlanInput.Canonical(input.Element), []);
    }
}
