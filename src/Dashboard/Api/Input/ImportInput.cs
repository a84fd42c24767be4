using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads the body of a deployment that goes into a form before it is sent: the same fields and rules as when it is sent, and the service must be the form's.</summary>
internal static class ImportInput
{
    /// <param name="byRules">The domain's rules as well.</param>
    public static (DeploymentRequest Request, InputErrors Errors) Read(JsonElement body, Service service, StrategyBook book, bool byRules)
    {
        var input = new JsonInput(body, string.Empty, new InputErrors());
        var request = DeploymentInput.Read(input, book, service);
        CommandInput.Read(input, Actor.Policy);
        input.Done();
        if (request.Service.Value.Length > 0 && request.Service != service.Name)
        {
            input.Errors.Add("service", InputErrors.Short(request.Service.Value), $"{service.Name}: this is its form, and the form of another service is on that one's page");
        }
        else if (byRules && DeploymentCreation.Create(service, request).Decision is Decision.Refused { Refusal: Refusal.Invalid invalid })
        {
            input.Errors.AddRules(invalid.Errors);
        }

        return (request, input.Errors);
    }

    public static FieldError NoBody(JsonNode? found) =>
        new("body", found is null ? "nothing" : InputErrors.Short(found.ToJsonString()), "an object with service, release and what else POST /api/deployments takes");
}
