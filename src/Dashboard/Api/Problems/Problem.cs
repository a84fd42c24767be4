using Sluice.Dashboard.Api.Input;
using Sluice.Domain;

namespace Sluice.Dashboard.Api.Problems;

/// <summary>The kinds of problem that the API answers with, in one place.</summary>
internal static class Problem
{
    public const string TypePrefix = "urn:sluice:problem:";
    public const string MediaType = "application/problem+json";

    public static ProblemView Invalid(ValueList<Domain.Validation.FieldError> errors) =>
        Of(StatusCodes.Status422UnprocessableEntity, "invalid", "The input is wrong", $"{Mistakes(errors.Count)}; nothing was changed.") with { Errors = errors };

    public static ProblemView NotFound(string what) => Of(StatusCodes.Status404NotFound, "not_found", "Not found", $"There is no {what}.");

    public static ProblemView Malformed(string detail) => Of(StatusCodes.Status400BadRequest, "malformed", "The body cannot be read", detail);

    public static ProblemView TooLarge(int most) =>
        Of(StatusCodes.Status413PayloadTooLarge, "too_large", "The body is too large", $"At most {most} bytes are read.");

    public static ProblemView Unreadable(string kind, string detail) => Of(StatusCodes.Status422UnprocessableEntity, kind, "The file cannot be opened", detail);

    public static ProblemView UnsupportedMediaType(string? found) =>
        Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body is of another kind", $"Found content type {found ?? "none"}; send application/json.");

    public static ProblemView Conflict(string kind, string title, string detail) => Of(StatusCodes.Status409Conflict, kind, title, detail);

    public static ProblemView Forbidden(string role, string detail) =>
        Of(StatusCodes.Status403Forbidden, "forbidden", "A role is missing", detail) with { Role = role };

    public static ProblemView Crowded(string detail) => Of(StatusCodes.Status503ServiceUnavailable, "crowded", "Too many ask for this at once", detail);

    public static ProblemView TooSoon(string detail) => Of(StatusCodes.Status429TooManyRequests, "too_soon", "Too soon after the one before", detail);

    public static ProblemView Unavailable(string detail) => Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The store cannot be reached", detail);

    /// <exception cref="ProblemException">With all of them, when there are any.</exception>
    public static void ThrowIfAny(InputErrors errors)
    {
        if (errors.Any)
        {
            throw new ProblemException(Invalid(errors.All));
        }
    }

    public static IResult ToResult(this ProblemView problem) => Results.Json(problem, contentType: MediaType, statusCode: problem.Status);

    private static ProblemView Of(int status, string kind, string title, string detail) => new(TypePrefix + kind, title, status, detail);

    private static string Mistakes(int count) => count switch
    {
        1 => "1 mistake",
        >= InputErrors.Most => $"{InputErrors.Most} mistakes or more",
        _ => $"{count} mistakes",
    };
}

/// <summary>Ends a request with a problem document.</summary>
internal sealed class ProblemException(ProblemView problem) : Exception(problem.Detail)
{
    public ProblemView Problem { get; } = problem;
}
