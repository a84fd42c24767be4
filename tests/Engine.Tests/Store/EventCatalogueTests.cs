using System.Text;
using Sluice.Domain.Events;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Store;

public sealed class EventCatalogueTests
{
    [Theory]
    [InlineData(typeof(OrderPlaced), "order_placed")]
    [InlineData(typeof(HTTPRequestReceived), "http_request_received")]
    [InlineData(typeof(OrderPlacedV2), "order_placed_v2")]
    [InlineData(typeof(Item3DModelled), "item_3d_modelled")]
    [InlineData(typeof(Snake_Case), "snake___case")]
    [InlineData(typeof(Outer.Inner), "inner")]
    public void Stored_names_are_those_of_Marten(Type type, string alias) => Assert.Equal(alias, EventNames.AliasOf(type));

    [Fact]
    public void Two_kinds_of_one_name_are_refused_and_both_named()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new EventCatalogue([typeof(OrderPlaced), typeof(Outer.OrderPlaced)]));

        Assert.Contains("'order_placed'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Outer+OrderPlaced", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_upcast_that_leads_nowhere_or_shadows_a_kind_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EventCatalogue([typeof(OrderPlaced)], [new("old", "nothing")]));
        Assert.Throws<ArgumentException>(() => new EventCatalogue([typeof(OrderPlaced)], [new("order_placed", "order_placed")]));
        Assert.Throws<ArgumentException>(() => new EventCatalogue([typeof(OrderPlaced)], [new("a", "b"), new("b", "a")]));
    }

    [Fact]
    public void Upcasts_are_followed_step_by_step()
    {
        var catalogue = new EventCatalogue(
            [typeof(OrderPlacedV2)],
            [
                new("order_made", "order_placed"),
                new("order_placed", "order_placed_v2", node => { node["item"] = (string?)node["item"] + "!"; return node; }),
            ]);

        var read = catalogue.ReaderOf("order_made")!.Read("""{"item":"tea"}"""u8);

        Assert.Equal(new OrderPlacedV2("tea!"), read);
    }

    [Fact]
    public void A_type_discriminator_may_come_last_as_jsonb_puts_it()
    {
        var kind = new EventCatalogue([typeof(ShapeDrawn)]).KindOf(new ShapeDrawn(new Shape.Circle(2)));
        Assert.Contains("$type", Encoding.UTF8.GetString(kind.Write(new ShapeDrawn(new Shape.Circle(2)))), StringComparison.Ordinal);

        Assert.Equal(new ShapeDrawn(new Shape.Circle(2)), new EventReader(kind, []).Read("""{"shape":{"radius":2,"$type":"circle"}}"""u8));
    }

    [Fact]
    public void Every_kind_of_the_domain_has_a_name_of_its_own() => EventCatalogue.Scan([typeof(DomainEvent).Assembly]);

    internal sealed record OrderPlaced(string Item) : DomainEvent;

    internal sealed record OrderPlacedV2(string Item) : DomainEvent;

    internal sealed record HTTPRequestReceived : DomainEvent;

    internal sealed record Item3DModelled : DomainEvent;

    internal sealed record Snake_Case : DomainEvent;

    internal sealed record ShapeDrawn(Shape Shape) : DomainEvent;

    [System.Text.Json.Serialization.JsonPolymorphic]
    [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")]
    internal abstract record Shape
    {
        internal sealed record Circle(int Radius) : Shape;
    }

    internal static class Outer
    {
        internal sealed record Inner : DomainEvent;

        internal sealed record OrderPlaced : DomainEvent;
    }
}
