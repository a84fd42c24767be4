using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What would become of a form if it were sent now: read and judged exactly as the API does.</summary>
/// <param name="Refusal">Why it would not start, when the form itself is right.</param>
/// <param name="Plan">The phases that would run; null while the plan is wrong.</param>
public sealed record DeploymentCheck(JsonObject Body, DeploymentRequest Request, ValueList<FieldError> Errors, Refusal? Refusal, PhasePlan? Plan)
{
    /// <summary>What it would be judged by; null while the form is wrong, and where evidence does not judge.</summary>
    public LedgerTerms? Terms => Plan is { } plan && Errors.Count == 0 && Request.Analysis is { Enabled: true, Mode: AnalysisMode.Evidence }
        ? LedgerTerms.For(plan, Request.Thresholds, Request.Rollback, Request.Analysis)
        : null;

    /// <summary>What would be done, in order; empty while the form is wrong.</summary>
    public ValueList<Operation> Operations { get; init; } = [];

    public static DeploymentCheck Of(DeploymentForm form, Service service, StrategyBook? book = null)
    {
        var kind = service.Environments.FirstOrDefault(e => e.Spec.Name.Value == form.Environment)?.Spec.Runtime.Kind ?? RuntimeKind.Process;
        var body = form.ToJson(service.Name, kind);
        var input = new JsonInput(JsonSerializer.SerializeToElement(body), string.Empty, new InputErrors());
        var request = DeploymentInput.Read(input, book ?? StrategyBook.Empty, service);
        var decision = DeploymentCreation.Create(service, request).Decision;
        var refusal = (decision as Decision.Refused)?.Refusal;
        input.Errors.AddRules(refusal is Refusal.Invalid invalid ? invalid.Errors : []);

        // What a custom strategy could not write is not made up.
        var isWritten = request.Custom is null || input.Errors.Count == 0;
        var plan = isWritten ? DeploymentPreview.Plan(service, request) ?? PlanBuilder.Build(request.Plan).Plan : null;
        return new(body, request, input.Errors.All, refusal is Refusal.Invalid ? null : refusal, plan)
        {
            Operations = isWritten ? DeploymentPreview.Operations(service, request) : [],
        };
    }
}
