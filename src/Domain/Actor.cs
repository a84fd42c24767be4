namespace Sluice.Domain;

public enum ActorKind
{
    /// <summary>A named person at the console or the API.</summary>
    Person,

    /// <summary>A rule that acts by itself: a verdict, a timer, a budget that ran out.</summary>
    Policy,

    /// <summary>The engine reporting what it saw in the world.</summary>
    Engine,
}

/// <summary>Who gave an order or reported a fact. Every command names one.</summary>
public sealed record Actor(ActorKind Kind, string Name)
{
    public static Actor Policy { get; } = new(ActorKind.Policy, "policy");

    public static Actor Engine { get; } = new(ActorKind.Engine, "engine");

    public static Actor Person(string name) => new(ActorKind.Person, name);

    public override string ToString() => Name;
}
