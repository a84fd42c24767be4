using Sluice.Dashboard.Fleet;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class FleetOrderTests
{
    private readonly FleetOrder _order = new();

    [Fact]
    public void Who_needs_a_person_most_comes_first() =>
        Assert.Equal(["b", "c", "a"], Keys(_order.Arrange([Line("a", Attention.Calm), Line("b", Attention.FailingGuard), Line("c", Attention.Moving)], hold: false)));

    [Fact]
    public void No_line_moves_under_the_pointer()
    {
        _order.Arrange([Line("a", Attention.Moving), Line("b", Attention.Moving)], hold: false);
        var held = _order.Arrange([Line("a", Attention.Moving), Line("b", Attention.FailingGuard), Line("c", Attention.Failed)], hold: true);

        Assert.Equal(["a", "b"], Keys(held));
        Assert.Equal(Attention.FailingGuard, held[1].Attention);
        Assert.Equal((1, true), (_order.Waiting, _order.Differs));
    }

    [Fact]
    public void When_the_pointer_has_left_everything_takes_its_place()
    {
        _order.Arrange([Line("a", Attention.Moving)], hold: false);
        _order.Arrange([Line("a", Attention.Moving), Line("b", Attention.Failed)], hold: true);
        Assert.Equal(["b", "a"], Keys(_order.Arrange([Line("a", Attention.Moving), Line("b", Attention.Failed)], hold: false)));
        Assert.False(_order.HasNews);
    }

    private static FleetLine Line(string key, Attention attention) => new(key, new ServiceName(key), new EnvironmentName("production"), attention, Deployment: null);

    private static IEnumerable<string> Keys(IEnumerable<FleetLine> lines) => lines.Select(line => line.Key);
}
