using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Store;

/// <summary>A small family of events for the store's tests.</summary>
public abstract record TeaEvent : DomainEvent
{
    public sealed record TeaOrdered(string Guest, int Cups, DateTimeOffset ReadyAt) : TeaEvent;

    public sealed record TeaServed(TeaKind Kind, ValueList<string> Extras) : TeaEvent;

    public sealed record TeaServedV2(TeaKind Kind, ValueList<string> Extras, string Waiter) : TeaEvent;

    public sealed record CupCounted(int Number) : TeaEvent;
}

public enum TeaKind
{
    Black,
    GreenLeaf,
}

internal static class Tea
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TenantId Tenant = TenantId.Default;

    public static EventCatalogue Catalogue(params Upcast[] upcasts) =>
        new(typeof(TeaEvent).GetNestedTypes().Where(type => type.IsSealed), upcasts);

    public static StreamAppend Count(string stream, long expected, params int[] numbers) =>
        new(stream, "tea", expected, [.. numbers.Select(number => new TeaEvent.CupCounted(number))]);

    public static AppendRequest Append(params StreamAppend[] streams) => new(Tenant, Noon, streams);

    public static IEnumerable<int> Numbers(IEnumerable<Recorded> events) => events.Select(recorded => ((TeaEvent.CupCounted)recorded.Event).Number);
}
