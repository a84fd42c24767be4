using Sluice.Domain;
using Sluice.Domain.Validation;

namespace Sluice.Engine.Access;

/// <summary>What became of a change of accounts or tokens.</summary>
public abstract record AccessAnswer
{
    private AccessAnswer()
    {
    }

    /// <param name="Secret">A new password or token: to be shown once.</param>
    public sealed record Done(string? Secret = null) : AccessAnswer;

    /// <summary>With every mistake.</summary>
    public sealed record Refused(ValueList<FieldError> Errors) : AccessAnswer
    {
        public string Sentence => string.Join(' ', Errors.Select(error => $"{error.Field}: found {error.Found}, expected {error.Remedy}."));
    }

    internal static Refused No(string field, string found, string remedy) => new([new FieldError(field, found, remedy)]);
}
