using System.Text.Json;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>A form that begins with a plan of the service's team. Where it goes, what goes there and when stays as it is in the form.</summary>
/// <param name="Form">Null when it does not fit the service as it is now.</param>
internal sealed record TemplateFill(DeploymentForm? Form, ValueList<FieldError> Errors)
{
    /// <param name="version">The one in force.</param>
    public static TemplateFill Of(PlanKey key, PlanVersion version, DeploymentForm now, Service service, StrategyBook book)
    {
        var body = JsonSerializer.Deserialize<JsonElement>(version.Body);
        var input = new JsonInput(body, string.Empty, new InputErrors());

        // What was right when it was approved may not be any more: a strategy or a metric that is gone.
        var request = TeamPlanInput.Read(input, book, [service]);
        if (input.Errors.Any)
        {
            return new(Form: null, input.Errors.All);
        }

        var place = service.Environments.FirstOrDefault(one => one.Spec.Name.Value == now.Environment) ?? service.Environments[0];
        var form = FormOfBody.Read(body, request, place, book);
        (form.Environment, form.Release, form.Fresh, form.StartAt) = (now.Environment, now.Release, now.Fresh, now.StartAt);
        (form.ForceRecreate, form.SkipHealth, form.Template) = (now.ForceRecreate, now.SkipHealth, new(key.Name, version.Number));
        return new(form, []);
    }

    /// <summary>Whether strategy, plan or guards of a form differ from what it began with.</summary>
    public static bool IsChanged(DeploymentForm now, DeploymentForm begun, Service service) => ShapeOf(now, service) != ShapeOf(begun, service);

    private static string ShapeOf(DeploymentForm form, Service service) => TeamPlanInput.Canonical(JsonSerializer.SerializeToElement(form.ToJson(service.Name, RuntimeKind.Process)));
}
