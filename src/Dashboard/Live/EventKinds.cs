using System.Collections.Concurrent;
using Sluice.Domain.Events;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Live;

/// <summary>Wire names of events: the names under which they are stored.</summary>
internal static class EventKinds
{
    private static readonly ConcurrentDictionary<Type, string> s_names = new();

    public static string NameOf(DomainEvent @event) => s_names.GetOrAdd(@event.GetType(), EventNames.AliasOf);
}
