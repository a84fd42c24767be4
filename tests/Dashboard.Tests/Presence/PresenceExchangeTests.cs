using Sluice.Dashboard.Presence;
using Sluice.Dashboard.Tests.Live;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Tests.Presence;

/// <summary>Two nodes with a board each: who looks on one is seen on the other.</summary>
public sealed class PresenceExchangeTests : IDisposable
{
    private static readonly Sight s_page = Sight.Of(TenantId.Default, DeploymentId.From("shop-2"));
    private readonly ManualTime _time = new();
    private readonly Wire _wire = new();
    private readonly Node _here;
    private readonly Node _there;

    public PresenceExchangeTests() => (_here, _there) = (new("a", _wire, _time), new("b", _wire, _time));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _here.Exchange.Dispose();
        _there.Exchange.Dispose();
    }

    [Fact]
    public void Somebody_on_another_node_is_seen_until_they_leave()
    {
        using var maria = _here.Enter("maria");
        var okafor = _there.Enter("okafor");
        Assert.Equal(["okafor"], maria.Visit.Others.Select(who => who.Name));
        Assert.Equal(["maria"], okafor.Visit.Others.Select(who => who.Name));
        var told = maria.Changes;
        okafor.Dispose();
        Pass(TimeSpan.FromMilliseconds(200));
        Assert.Empty(maria.Visit.Others);
        Assert.True(maria.Changes > told, "Who looks on is told that somebody left.");
    }

    [Fact]
    public void An_open_dialog_is_seen_on_the_other_node_and_one_person_is_one_person()
    {
        using var maria = _here.Enter("maria");
        using var window = _here.Enter("okafor");
        using var other = _there.Enter("okafor", DeploymentAction.Promote);
        Pass(TimeSpan.FromMilliseconds(200));
        Assert.Equal([new Onlooker("okafor", "okafor", DeploymentAction.Promote)], maria.Visit.Others);
    }

    [Fact]
    public void Who_is_on_a_node_that_fell_silent_is_forgotten()
    {
        using var maria = _here.Enter("maria");
        using var okafor = _there.Enter("okafor");
        Assert.Single(maria.Visit.Others);
        _there.Exchange.Dispose();
        Pass(TimeSpan.FromSeconds(10));
        Assert.Single(maria.Visit.Others);
        Pass(TimeSpan.FromSeconds(15));
        Assert.Empty(maria.Visit.Others);
    }

    [Fact]
    public void What_another_tenant_looks_at_is_another_page_and_nonsense_is_nothing()
    {
        using var maria = _here.Enter("maria");
        using var other = _there.Enter("eve", tenant: new("other"));
        _wire.Say("b", "{");
        _wire.Say("b", "null");
        _wire.Say("b", """{"Tenant": "*DEFAULT*"}""");
        Assert.Empty(maria.Visit.Others);
    }

    private void Pass(TimeSpan time)
    {
        for (var end = _time.GetUtcNow() + time; _time.GetUtcNow() < end;)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    private sealed class Node
    {
        public Node(string name, Wire wire, TimeProvider time)
        {
            Exchange = new(Board, new End(name, wire), time);
            Assert.True(Exchange.StartAsync(Ct).IsCompletedSuccessfully);
        }

        public PresenceBoard Board { get; } = new();

        public PresenceExchange Exchange { get; }

        public Window Enter(string name, DeploymentAction? asks = null, TenantId? tenant = null) => new(Board, s_page with { Tenant = tenant ?? s_page.Tenant }, new(name, name, asks));
    }

    private sealed class Window : IDisposable
    {
        public Window(PresenceBoard board, Sight page, Onlooker who)
        {
            Visit = new(board, page, () => who, () => Changes++, _ => { });
            board.Add(Visit);
        }

        public Visit Visit { get; }

        public int Changes { get; private set; }

        public void Dispose() => Visit.Dispose();
    }

    /// <summary>All nodes in one process: what one says the others hear at once.</summary>
    private sealed class Wire
    {
        private readonly List<(string Node, Action<string, string> Heard)> _listeners = [];

        public void Say(string node, string word) => _listeners.Where(listener => listener.Node != node).ToList().ForEach(listener => listener.Heard(node, word));

        public void Add(string node, Action<string, string> heard) => _listeners.Add((node, heard));
    }

    private sealed class End(string node, Wire wire) : INodeChannel, IDisposable
    {
        public void Say(string word) => wire.Say(node, word);

        public IDisposable Listen(Action<string, string> heard)
        {
            wire.Add(node, heard);
            return this;
        }

        public void Dispose()
        {
        }
    }
}
