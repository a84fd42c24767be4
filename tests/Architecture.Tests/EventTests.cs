using Sluice.Domain.Events;

namespace Sluice.Architecture.Tests;

/// <summary>Stored events are read for ever: their names never change and never mean two things.</summary>
public sealed class EventTests
{
    private const string Pinned = "tests/Architecture.Tests/stored-event-names.txt";

    private static IReadOnlyList<Type> Events { get; } =
        [.. Product.Domain.GetTypes().Where(type => typeof(DomainEvent).IsAssignableFrom(type) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Fact]
    public void Every_event_is_sealed() => Assert.DoesNotContain(Events, type => !type.IsSealed);

    [Fact]
    public void No_two_events_share_a_name() =>
        Assert.Empty(Events.GroupBy(type => type.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void An_event_has_no_type_parameters() => Assert.DoesNotContain(Events, type => type.IsGenericType);

    [Fact]
    public void Names_are_the_pinned_ones()
    {
        var pinned = Product.Read(Pinned).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'));
        var actual = Events.Select(type => type.Name);
        Assert.Equal(pinned, actual, StringComparer.Ordinal);
    }
}
