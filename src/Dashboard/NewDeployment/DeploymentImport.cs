using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Domain.Compose;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What is wrong with a text.</summary>
/// <param name="At">Where; null when that is not known.</param>
/// <param name="Error">A field of the body; null when the text cannot be read at all.</param>
/// <param name="Sentence">Then this says why.</param>
public sealed record ImportMistake(TextPlace? At, FieldError? Error, string Sentence = "");

/// <summary>A body of the API, as YAML or JSON, taken into the form of a service. It is read as the API reads it; with a mistake nothing is taken.</summary>
/// <param name="Form">Filled; null when there are mistakes.</param>
/// <param name="Lost">Fields that the form has no place for.</param>
public sealed record DeploymentImport(DeploymentForm? Form, ValueList<ImportMistake> Mistakes, ValueList<string> Lost)
{
    /// <summary>Characters.</summary>
    public const int Longest = 64 * 1024;

    // What is chosen by the buttons, and said when they ask: read, so that it is checked, and never taken over.
    private static readonly string[] s_ofTheOrder = ["auto_start", "queue", "dry_run", "reason", "command_id"];

    /// <summary>Some of what is lost says how to start rather than what.</summary>
    public bool HasOrder => Lost.Any(name => s_ofTheOrder.Contains(name, StringComparer.Ordinal));

    public static DeploymentImport Of(string text, Service service, StrategyBook book, DateTimeOffset now)
    {
        var document = BodyText.Read(text);
        if (document.Root is not JsonObject body)
        {
            return Wrong(document.Mistakes is { Count: > 0 } found
                ? found.Select(mistake => new ImportMistake(mistake.At, Error: null, mistake.Sentence))
                : [new ImportMistake(new(1, 1), ImportInput.NoBody(document.Root))]);
        }

        var element = JsonSerializer.SerializeToElement(body);
        var (request, errors) = ImportInput.Read(element, service, book, byRules: true);
        errors.AddRules(ScheduledStart.Check(request, now));
        if (errors.Any)
        {
            return Wrong(errors.All.Select(error => new ImportMistake(PlaceOf(document.Places, error.Field), error)));
        }

        var place = request.Environment is { } name ? service.Environment(name)! : service.Environments[0];
        var form = FormOfBody.Read(element, request, place, book);
        var written = form.ToJson(service.Name, place.Spec.Runtime.Kind);
        var asWritten = Meaning(written);
        var lost = NotShown.Of(body, written, other => asWritten is not null && Meaning(other) == asWritten);
        return new(form, [], [.. lost]);

        DeploymentRequest? Meaning(JsonObject other)
        {
            var (read, wrong) = ImportInput.Read(JsonSerializer.SerializeToElement(other), service, book, byRules: false);
            // What is sent along with an order is no part of what it comes to, and lost all the same.
            return wrong.Any || (other["reason"] ?? other["command_id"]) is not null ? null : read with { Environment = read.Environment ?? place.Spec.Name, Rollback = read.Rollback with { ManualApproval = read.Rollback.Asks, Automatic = true } };
        }
    }

    /// <summary>Of what is missing, the place of what it is missing in.</summary>
    internal static TextPlace? PlaceOf(IReadOnlyDictionary<string, TextPlace> places, string field)
    {
        for (var path = field; ; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))])
        {
            if (places.TryGetValue(path, out var place))
            {
                return place;
            }

            if (path.Length == 0)
            {
                return null;
            }
        }
    }

    private static DeploymentImport Wrong(IEnumerable<ImportMistake> mistakes) => new(Form: null, [.. mistakes], []);
}
