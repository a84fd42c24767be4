namespace Sluice.Domain;

/// <summary>Whose data this is. Part of every path and every key, so that one tenant cannot see, count or guess another's.</summary>
public readonly record struct TenantId(string Value)
{
    /// <summary>The tenant of an installation that has not made any: Marten's own name for it.</summary>
    public static TenantId Default { get; } = new("*DEFAULT*");

    public override string ToString() => Value;
}
