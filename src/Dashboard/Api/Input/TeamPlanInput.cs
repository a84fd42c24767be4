using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain.Deployments;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads the part of a deployment's body that a plan of a team holds: by the same code and the same rules as the body of a deployment.</summary>
internal static class TeamPlanInput
{
    public const string Remedy = "an object with some of " + Fields + ", as POST /api/deployments takes them";
    private const string Fields = "strategy, parameters, plan, thresholds, analysis, rollback";
    private const string OfTheDeployment = "nothing: each deployment says its own";

    // The order that it is kept and compared in.
    private static readonly string[] s_fields = Fields.Split(", ");

    private static readonly string[] s_notHere =
        ["service", "environment", "release", "start_at", "reason", "command_id", "auto_start", "queue", "dry_run", "force_recreate", "skip_health", "template"];

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All mistakes are recorded; without any, <see cref="Canonical"/> is what is kept.</summary>
    /// <param name="ofTeam">The services of the team.</param>
    public static DeploymentRequest Read(JsonInput input, StrategyBook book, IEnumerable<Service> ofTeam)
    {
        var request = DeploymentInput.ReadShape(input, new DeploymentRequest(default, Environment: null, Release: null, NewRelease: null), book, service: null);
        foreach (var name in s_notHere)
        {
            if (input.Element.TryGetProperty(name, out var value))
            {
                input.Errors.Wrong(input.PathOf(name), value, OfTheDeployment);
            }
        }

        if (!s_fields.Any(input.Has) && !input.Errors.Any)
        {
            input.Errors.Add("body", "nothing", Remedy);
        }

        input.Done();
        input.Errors.AddRules(PlanBodyRules.Check(request, ofTeam).Select(error => error with { Field = input.PathOf(error.Field) }));
        return request;
    }

    /// <summary>The same for the same plan, whatever order its parts were sent in.</summary>
    public static string Canonical(JsonElement body)
    {
        var kept = new JsonObject();
        foreach (var name in s_fields)
        {
            if (body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                kept[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        return kept.ToJsonString(s_json);
    }
}
