namespace Sluice.Domain.Notifications;

/// <summary>How often in a row a receiver has said no to a message, and since when. Pure.</summary>
/// <param name="Since">When it was the first of them; null when there is none.</param>
public sealed record Refusals(int Count, DateTimeOffset? Since)
{
    /// <summary>Not at the first time: what stands before a receiver that starts anew may say no for a minute.</summary>
    public const int Most = 5;

    /// <summary>Nor sooner than this, however often: a new secret is refused until a person has given it to the receiver.</summary>
    public static readonly TimeSpan AtLeastFor = TimeSpan.FromHours(1);

    public static Refusals None { get; } = new(0, Since: null);

    /// <summary>Of 400 to 499 those that say "not now": too slow, too early, too many.</summary>
    public static ValueList<int> NotNow { get; } = [408, 425, 429];

    /// <param name="status">Of the answer that did not take it; null when there was none.</param>
    /// <returns>What they are with it. Whoever says "not now", or does not answer, refuses nothing.</returns>
    public Refusals After(int? status, DateTimeOffset now) => status is >= 400 and < 500 and { } code && !NotNow.Contains(code) ? new(Count + 1, Since ?? now) : None;

    /// <summary>Whether nobody is to be asked again.</summary>
    public bool AreEnough(DateTimeOffset now) => Count >= Most && now - Since >= AtLeastFor;
}
