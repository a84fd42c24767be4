namespace Sluice.Domain.Gates;

/// <summary>Who gives a command, with what a gate needs to know about them. Comes from the sign-in, never from the command.</summary>
/// <param name="Groups">The named groups that they are in.</param>
public sealed record Caller(Actor Who, ValueList<string> Groups)
{
    /// <summary>They said nothing about why; where that is asked for, they owe it.</summary>
    public bool GaveNoReason { get; init; }

    public static Caller Engine { get; } = new(Actor.Engine, []);

    public static Caller Of(Actor who) => new(who, []);
}
