using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Access;

/// <summary>Grants as people write them: a role, and after an at sign where it holds.</summary>
public static class GrantText
{
    public const string Remedy =
        "a role (viewer, contributor, operator, approver, auditor, administrator), where it may be limited followed by @service, @service/environment or @*/environment";

    /// <summary>The grants of a list with commas, spaces or lines between, and one mistake for each part that is none.</summary>
    public static (ValueList<RoleGrant> Grants, ValueList<FieldError> Errors) ParseAll(string? text, string field)
    {
        var grants = new List<RoleGrant>();
        var errors = new List<FieldError>();
        foreach (var part in (text ?? string.Empty).Split([',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryParse(part, out var grant))
            {
                errors.Add(new(field, part.Length > 80 ? part[..80] : part, Remedy));
            }
            else if (!IsLimitable(grant.Role) && grant != new RoleGrant(grant.Role))
            {
                errors.Add(new(field, part, $"{Words.Of(grant.Role)} without a limit: everybody who may come in sees the whole tenant"));
            }
            else if (!grants.Contains(grant))
            {
                grants.Add(grant);
            }
        }

        return (grants.ToValueList(), errors.ToValueList());
    }

    public static bool TryParse(string text, out RoleGrant grant)
    {
        grant = new RoleGrant(Role.Viewer);
        var (name, place) = text.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, null);
        if (!Enum.GetValues<Role>().Any(role => string.Equals(Words.Of(role), name, StringComparison.Ordinal)))
        {
            return false;
        }

        var role = Enum.Parse<Role>(name, ignoreCase: true);
        if (place is null)
        {
            grant = new(role);
            return true;
        }

        var parts = place.Split('/');
        if (parts.Length > 2 || !(parts[0] is "*" || Slug.IsValid(parts[0])) || (parts.Length == 2 && !Slug.IsValid(parts[1])) || parts is ["*"])
        {
            return false;
        }

        grant = new(role, parts[0] is "*" ? null : ServiceName.From(parts[0]), parts.Length == 2 ? EnvironmentName.From(parts[1]) : null);
        return true;
    }

    private static bool IsLimitable(Role role) => role is Role.Contributor or Role.Operator or Role.Approver or Role.Administrator;
}
