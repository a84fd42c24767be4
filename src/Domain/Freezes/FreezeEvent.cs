using Sluice.Domain.Events;

namespace Sluice.Domain.Freezes;

/// <summary>A fact about the freezes of a tenant.</summary>
public abstract record FreezeEvent : DomainEvent
{
    private FreezeEvent()
    {
    }

    /// <summary>Who declared it is in the origin.</summary>
    public sealed record FreezeDeclared(FreezeSpec Freeze) : FreezeEvent;

    /// <summary>It is over before its time. Who lifted it and why is in the origin.</summary>
    public sealed record FreezeLifted(FreezeId Id) : FreezeEvent;
}
