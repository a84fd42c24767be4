namespace Sluice.Domain.Services;

/// <summary>One thing in which two releases differ.</summary>
/// <param name="Field">As the API names it; <c>env.NAME</c> for a variable, whose values are hidden.</param>
/// <param name="Before">Null where there was none.</param>
/// <param name="After">Null where there is none any more.</param>
/// <param name="IsConfiguration">How it runs, not what runs.</param>
public sealed record ReleaseChange(string Field, string? Before, string? After, bool IsConfiguration);

/// <summary>Tells two releases apart, field by field. What a change asks of instances that run, <see cref="Planning.SpecComparison"/> says.</summary>
public static class ReleaseChanges
{
    public static ValueList<ReleaseChange> Between(ReleaseSpec before, ReleaseSpec after) =>
        SpecFields.Between(before, after).Select(pair => new ReleaseChange(pair.Field.Name, pair.From, pair.To, pair.Field.IsConfiguration)).ToValueList();
}
