using Sluice.Domain.Events;

namespace Sluice.Domain.Freezes;

/// <summary>A fact about what is held for a tenant: its freezes, and the engine itself.</summary>
public abstract record FreezeEvent : DomainEvent
{
    private FreezeEvent()
    {
    }

    /// <summary>Who declared it is in the origin.</summary>
    public sealed record FreezeDeclared(FreezeSpec Freeze) : FreezeEvent;

    /// <summary>Nothing is started, judged or steered any more. Who paused it and why is in the origin.</summary>
    public sealed record EnginePaused : FreezeEvent;

    public sealed record EngineResumed : FreezeEvent;

    /// <summary>It is over before its time. Who lifted it and why is in the origin.</summary>
    public sealed record FreezeLifted(FreezeId Id) : FreezeEvent;
}
