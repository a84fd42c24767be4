using System.Text;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Kit;

/// <summary>The mistakes of one form, by field. Cascades from the form to its fields.</summary>
/// <param name="Attempt">Counts the tries to send the form: the focus goes to the summary once for each.</param>
public sealed record FormErrors(ValueList<FieldError> All, int Attempt = 0)
{
    public static FormErrors None { get; } = new([]);

    public bool Any => All.Count > 0;

    /// <summary>The mistake of one field, as a sentence; null when there is none.</summary>
    public string? Of(string path, IStringLocalizer<Texts> texts) =>
        All.FirstOrDefault(error => error.Field == path) is { } found ? Sentence(found, texts) : null;

    public static string Sentence(FieldError error, IStringLocalizer<Texts> texts) => texts["Form.Mistake", error.Found, error.Remedy];

    /// <summary>The element id of a field, from its path on the wire.</summary>
    public static string IdOf(string path)
    {
        var id = new StringBuilder("field-");
        foreach (var c in path)
        {
            id.Append(char.IsAsciiLetterOrDigit(c) ? c : '-');
        }

        return id.ToString();
    }
}
