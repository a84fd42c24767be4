namespace Sluice.Domain.Services;

/// <summary>What another value of a field asks of instances that run.</summary>
internal enum FieldEffect
{
    /// <summary>It is said of a release, and no instance notices.</summary>
    None,

    /// <summary>A limit, which an engine can change while an instance runs.</summary>
    Update,

    /// <summary>Only a new instance has it.</summary>
    Recreate,
}

/// <summary>One field of a release as text. Equal texts mean the same.</summary>
/// <param name="Name">As the API names it; <c>env.NAME</c> for a variable.</param>
/// <param name="Rank">Where it stands among the others.</param>
internal sealed record SpecField(string Name, string Value, FieldEffect Effect, int Rank)
{
    /// <summary>How it runs, not what runs.</summary>
    public bool IsConfiguration { get; init; } = true;

    /// <summary>Its value may be a secret and is never shown.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>A field of two releases that is not the same in both.</summary>
internal sealed record FieldDifference(SpecField? Before, SpecField? After)
{
    public SpecField Field => After ?? Before!;

    public string? From => Shown(Before);

    public string? To => Shown(After);

    private static string? Shown(SpecField? field) => field switch
    {
        null => null,
        { IsHidden: true } => Replay.Masking.Mask,
        _ => field.Value,
    };
}
