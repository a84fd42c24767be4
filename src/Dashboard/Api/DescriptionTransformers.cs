using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sluice.Dashboard.Api.Input;

namespace Sluice.Dashboard.Api;

/// <summary>What the framework cannot see for itself: the token, bodies that are read field by field, the kinds of parameters.</summary>
internal static class DescriptionTransformers
{
    private const string Scheme = "bearer";
    private const string JsonBody = "application/json";
    private static readonly string[] s_numbers = ["limit", "after", "at", "lines", "link", "number"];

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
        options.AddSchemaTransformer(RelaxAsync);
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Schema = new OpenApiSchema { Type = TypeOf(parameter.Name), Format = parameter.Name is "since" or "from" or "to" ? "date-time" : null };
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsBody>().FirstOrDefault() is { } reads && context.Document is { } document)
        {
            var body = await context.GetOrCreateSchemaAsync(reads.Type, parameterDescription: null, ct);
            document.AddComponent(reads.Type.Name, body);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = body.Required is { Count: > 0 },
                Content = (reads.OrYaml ? new[] { JsonBody, YamlBody.MediaType } : [JsonBody])
                    .ToDictionary(kind => kind, _ => new OpenApiMediaType { Schema = new OpenApiSchemaReference(reads.Type.Name, document) }, StringComparer.Ordinal),
            };
        }
    }

    /// <summary>In a body, what may be null may be left out.</summary>
    private static Task RelaxAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonTypeInfo.Type.Name.EndsWith("Body", StringComparison.Ordinal) && schema.Required is { } required)
        {
            foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsSetNullable))
            {
                required.Remove(property.Name);
            }
        }

        return Task.CompletedTask;
    }

    private static JsonSchemaType TypeOf(string? parameter) => parameter switch
    {
        "active" => JsonSchemaType.Boolean,
        not null when s_numbers.Contains(parameter, StringComparer.Ordinal) => JsonSchemaType.Integer,
        _ => JsonSchemaType.String,
    };
}
