using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Gates;

/// <summary>The limits on who may be asked to agree. All mistakes together.</summary>
public static class ApprovalRules
{
    private const int MostGroups = 20;
    private const int LongestInstructions = 4_000;
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(90);

    /// <param name="field">Path of the rule in what was asked for.</param>
    public static IEnumerable<FieldError> Check(ApprovalRule rule, string field)
    {
        if (rule.Quorum is < 0 or > ApprovalRule.MostApprovals)
        {
            yield return new(field + ".quorum", rule.Quorum.ToString(CultureInfo.InvariantCulture), $"0 to {ApprovalRule.MostApprovals} people; with 0 the gate is passed by policy");
        }

        if (rule.Groups.Count > MostGroups)
        {
            yield return new(field + ".groups", $"{rule.Groups.Count} groups", $"at most {MostGroups}");
        }

        if (rule.Groups.FirstOrDefault(group => !Slug.IsValid(group)) is { } wrong)
        {
            yield return new(field + ".groups", wrong, Slug.Remedy);
        }

        if (rule.ExpiresAfter is { } length && (length < s_shortest || length > s_longest))
        {
            yield return new(field + ".expires_after", Durations.Format(length), $"{Durations.Format(s_shortest)} to {Durations.Format(s_longest)}");
        }

        foreach (var (name, end) in new[] { ("on_expiry", rule.OnExpiry), ("on_reject", rule.OnReject) })
        {
            if (!Enum.IsDefined(end))
            {
                yield return new($"{field}.{name}", end.ToString("D"), "hold or roll_back");
            }
        }

        if (rule is { ExpiresAfter: null, OnExpiry: GateEnd.RollBack })
        {
            yield return new(field + ".on_expiry", "roll_back", "expires_after beside it, or nothing");
        }

        if (rule.Instructions is { Length: > LongestInstructions } text)
        {
            yield return new(field + ".instructions", $"{text.Length} characters", $"at most {LongestInstructions} characters");
        }
    }
}
