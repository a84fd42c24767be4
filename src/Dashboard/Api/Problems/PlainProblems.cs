namespace Sluice.Dashboard.Api.Problems;

/// <summary>Gives the problems that the framework answers by itself the same kind of type as ours.</summary>
internal static class PlainProblems
{
    public static void Configure(ProblemDetailsOptions options)
    {
        var before = options.CustomizeProblemDetails;
        options.CustomizeProblemDetails = context =>
        {
            before?.Invoke(context);
            var problem = context.ProblemDetails;
            if (KindOf(problem.Status) is { } kind)
            {
                problem.Type = Problem.TypePrefix + kind;
            }
        };
    }

    private static string? KindOf(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => "malformed",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status500InternalServerError => "fault",
        _ => null,
    };
}
