using Sluice.Dashboard.Fleet;

namespace Sluice.Dashboard.Tests.Fleet;

/// <summary>A line as its reader sees it.</summary>
public sealed class FleetReaderTests
{
    public static TheoryData<Attention> All => [.. Enum.GetValues<Attention>()];

    [Theory]
    [MemberData(nameof(All))]
    public void A_question_that_the_reader_may_answer_lifts_what_is_less_and_lowers_nothing(Attention attention)
    {
        var line = new FleetLine("shop/production", ConsoleWorld.Shop, ConsoleWorld.Production, attention, Deployment: null);
        Assert.Equal(attention < Attention.AwaitingMe ? attention : Attention.AwaitingMe, (FleetReader.Nobody with { Asked = _ => true }).See(line).Attention);
        Assert.Same(line, FleetReader.Nobody.See(line));
    }
}
