using Sluice.Domain.Validation;

namespace Sluice.Domain.Notifications;

/// <summary>What a channel may be. All mistakes together.</summary>
public static class ChannelRules
{
    /// <summary>Of one tenant.</summary>
    public const int MostChannels = 50;

    public const int LongestName = 80;
    public const int LongestAddress = 2_000;
    public const int ShortestSecret = 16;
    public const int LongestSecret = 200;
    private const int MostNames = 100;

    /// <param name="taken">Names of the tenant's other channels.</param>
    public static ValueList<FieldError> Check(ChannelSpec spec, IReadOnlyCollection<string> taken)
    {
        var errors = new List<FieldError>();
        CheckName(spec.Name, taken, errors);
        if (AddressRules.Mistake(spec.Address) is { } mistake)
        {
            errors.Add(new("address", mistake.Found, mistake.Remedy));
        }

        if (spec.Team is { } team && !Slug.IsValid(team))
        {
            errors.Add(new("team", Short(team), Slug.Remedy));
        }

        CheckNames("services", spec.Services, errors);
        CheckNames("environments", spec.Environments, errors);
        if (spec.Kinds.Count == 0)
        {
            errors.Add(new("kinds", "nothing", "at least one of " + string.Join(", ", Enum.GetValues<NotificationKind>().Select(Words.Of))));
        }

        return errors.ToValueList();
    }

    /// <summary>Of a secret that somebody brings along. It stands in no answer, so neither does it in the mistake.</summary>
    public static FieldError? CheckSecret(string secret) =>
        secret.Length is >= ShortestSecret and <= LongestSecret && secret.All(c => c is > ' ' and <= '~')
            ? null
            : new("secret", FormattableString.Invariant($"{secret.Length} characters"), FormattableString.Invariant($"{ShortestSecret} to {LongestSecret} visible ASCII characters without spaces, or nothing to have one made"));

    private static void CheckName(string name, IReadOnlyCollection<string> taken, List<FieldError> errors)
    {
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            errors.Add(new("name", name.Length == 0 ? "nothing" : Short(name), FormattableString.Invariant($"1 to {LongestName} characters")));
        }
        else if (taken.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add(new("name", name, "a name that no other channel has"));
        }
    }

    private static void CheckNames(string field, ValueList<string> names, List<FieldError> errors)
    {
        if (names.Count > MostNames)
        {
            errors.Add(new(field, FormattableString.Invariant($"{names.Count} names"), FormattableString.Invariant($"at most {MostNames}")));
            return;
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (!Slug.IsValid(names[i]))
            {
                errors.Add(new(FormattableString.Invariant($"{field}[{i}]"), Short(names[i]), Slug.Remedy));
            }
        }
    }

    private static string Short(string text) => text.Length <= LongestName ? text : text[..LongestName] + "…";
}
