using Sluice.Domain.Validation;

namespace Sluice.Domain.Compose;

/// <summary>Tells mistakes that the rules of releases and deployments find where they stand in the file.</summary>
internal static class ComposeMistakes
{
    public static void Refuse(ComposeReport report, ComposeService service, FieldError error)
    {
        var (path, at) = Where(service, error);
        report.Refuse(path, at, Sentence(error));
    }

    public static ComposeFinding Finding(ComposeService service, FieldError error)
    {
        var (path, at) = Where(service, error);
        return new(path, at, ComposeTreatment.Refused, Sentence(error));
    }

    private static (string Path, TextPlace At) Where(ComposeService service, FieldError error)
    {
        var field = error.Field.StartsWith("release.", StringComparison.Ordinal) ? error.Field["release.".Length..] : error.Field;
        return service.Sources.FirstOrDefault(source => field.StartsWith(source.Field, StringComparison.Ordinal)) is { } source ? (source.Path, source.At) : (service.Path, service.At);
    }

    private static string Sentence(FieldError error) => $"Found {error.Found}; expected {error.Remedy}.";
}
