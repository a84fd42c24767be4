using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;

namespace Sluice.Dashboard.Api;

/// <summary>What the framework cannot see for itself: the token, bodies that are read field by field, the kinds of parameters.</summary>
internal static class DescriptionTransformers
{
    private const string Scheme = "bearer";
    private static readonly string[] s_numbers = ["limit", "after", "at", "lines", "number"];

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Sluice",
                Version = "v1",
                Description = "Shares are percent, rates fractions, durations texts such as 1h30m, times UTC. Every command may carry a command_id, which is applied once.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme, Description = "The token of this installation. The header Sluice-Actor names who gives the orders." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Schema = new OpenApiSchema { Type = TypeOf(parameter.Name), Format = parameter.Name == "since" ? "date-time" : null };
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsBody>().FirstOrDefault() is { } reads)
        {
            var body = await context.GetOrCreateSchemaAsync(reads.Type, parameterDescription: null, ct);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = body.Required is { Count: > 0 },
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = body } },
            };
        }

        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemView), parameterDescription: null, ct);
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", Answer("The token is missing or wrong", problem));
        if (context.Description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true)
        {
            operation.Responses.TryAdd("503", Answer("The store cannot be reached; nothing is known to be applied", problem));
        }
    }

    private static JsonSchemaType TypeOf(string? parameter) => parameter switch
    {
        "active" => JsonSchemaType.Boolean,
        not null when s_numbers.Contains(parameter, StringComparer.Ordinal) => JsonSchemaType.Integer,
        _ => JsonSchemaType.String,
    };

    private static OpenApiResponse Answer(string description, OpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem.MediaType] = new() { Schema = schema } },
    };
}
