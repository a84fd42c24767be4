using Sluice.Domain.Events;
using Sluice.Domain.Settings;
using static Sluice.Domain.Settings.SettingsCommand;
using static Sluice.Domain.Settings.SettingsEvent;

namespace Sluice.Domain.Tests.Settings;

/// <summary>What is set for everybody, and how it is put back.</summary>
public sealed class SettingsDeciderTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TeamView s_till = new("payments", "Till!") { State = "held", Text = "target:production" };
    private SettingsBook _book = SettingsBook.Empty;

    [Fact]
    public void A_banner_says_what_it_took_the_place_of()
    {
        Assert.Equal(new BannerPosted("One", null), Give(new PostBanner(" One ")));
        Assert.Equal(new BannerPosted("Two", "One"), Give(new PostBanner("Two")));
        Assert.Equal(new BannerRemoved("Two"), Give(new RemoveBanner()));
        Assert.Null(_book.Banner);
        Assert.Equal([("Two", null), ("One", "Two"), (null, "One")], _book.Changes.Select(change => (change.Before, change.After)));
        Assert.All(_book.Changes, change => Assert.Equal(("banner", "ann", s_noon), (change.Subject, change.By.Name, change.At)));
    }

    [Fact]
    public void What_is_so_already_changes_nothing()
    {
        Assert.IsType<Decision.Ignored>(SettingsDecider.Decide(_book, new RemoveBanner()));
        Assert.IsType<Decision.Ignored>(SettingsDecider.Decide(_book, new ChooseTheme(ThemeChoice.System)));
        Give(new PostBanner("One"));
        Assert.IsType<Decision.Ignored>(SettingsDecider.Decide(_book, new PostBanner("One ")));
        Give(new ShareView(s_till));
        Assert.IsType<Decision.Ignored>(SettingsDecider.Decide(_book, new ShareView(s_till)));
    }

    [Fact]
    public void Every_change_is_undone_by_an_order_of_its_own()
    {
        SettingsCommand[] orders =
        [
            new PostBanner("One"), new PostBanner("Two"), new RemoveBanner(), new ChooseTheme(ThemeChoice.Dark), new ShareView(s_till),
            new ShareView(s_till with { State = null }), new WithdrawView("payments", "payments.till"),
        ];
        foreach (var order in orders)
        {
            var before = (_book.Banner?.Text, _book.Theme, Views());
            Give(order);
            Assert.NotEqual(before, (_book.Banner?.Text, _book.Theme, Views()));
            Give(_book.Changes[0].Undo);
            Assert.Equal(before, (_book.Banner?.Text, _book.Theme, Views()));
            Give(order);
        }

        Assert.Equal(SettingsBook.MostChanges, _book.Changes.Count);

        ValueList<TeamView> Views() => _book.Views.Select(one => one.View).ToValueList();
    }

    [Fact]
    public void What_somebody_else_set_since_is_not_written_over()
    {
        var seen = _book.RevisionOf(new PostBanner("Mine"));
        Give(new PostBanner("Theirs"));
        Assert.IsType<Refusal.Illegal>(Refused(new PostBanner("Mine") { Seen = seen }));
        Assert.Equal(new BannerPosted("Mine", "Theirs"), Give(new PostBanner("Mine") { Seen = _book.RevisionOf(new RemoveBanner()) }));

        // A view of somebody else under the same name.
        Give(new ShareView(s_till) { Seen = 0 });
        Assert.IsType<Refusal.Illegal>(Refused(new ShareView(s_till with { State = null }) { Seen = 0 }));
        Assert.IsType<Refusal.Illegal>(Refused(new WithdrawView("payments", "payments.till") { Seen = 1 }));
        Assert.IsType<BannerPosted>(Give(new PostBanner("Another matter") { Seen = _book.RevisionOf(new RemoveBanner()) }));
    }

    [Fact]
    public void Names_that_differ_only_in_case_and_signs_are_one_view_and_teams_do_not_share_names()
    {
        Give(new ShareView(s_till));
        Give(new ShareView(s_till with { Name = "till", State = null }));
        Give(new ShareView(s_till with { Team = "search" }));
        Assert.Equal(["payments.till", "search.till"], _book.Views.Select(one => one.View.Key));
        Assert.Equal("q=target:production", _book.Find("payments.till")!.View.Filter);
        Assert.IsType<Refusal.NotFound>(Refused(new WithdrawView("search", "payments.till")));
        Give(new WithdrawView("search", "search.till"));
        Assert.Null(_book.Find("search.till"));
    }

    [Fact]
    public void A_team_has_so_many_views_and_no_more()
    {
        for (var i = 0; i < SettingsRules.MostOfTeam; i++)
        {
            Give(new ShareView(s_till with { Name = $"View {i}" }));
        }

        Assert.IsType<Refusal.Illegal>(Refused(new ShareView(s_till)));
        Give(new ShareView(s_till with { Name = "View 1", State = "calm" }));
        Give(new ShareView(s_till with { Team = "search" }));
    }

    [Fact]
    public void All_mistakes_are_told_together()
    {
        Assert.Equal(["team", "name", "state", "group", "text"], Errors(new ShareView(new("No team", " ") { State = "NEEDS ME", Group = "", Text = new('x', 501) })));
        Assert.Equal(["filter"], Errors(new ShareView(new("payments", "All"))));
        Assert.Equal(["text"], Errors(new PostBanner(" ")));
        Assert.Equal(["text"], Errors(new PostBanner("one\ntwo")));
        Assert.Equal(["text"], Errors(new PostBanner(new('x', SettingsRules.LongestBanner + 1))));
        Assert.Equal(["theme"], Errors(new ChooseTheme((ThemeChoice)9)));
    }

    private IEnumerable<string> Errors(SettingsCommand command) => Assert.IsType<Refusal.Invalid>(Refused(command)).Errors.Select(error => error.Field);

    private Refusal Refused(SettingsCommand command) => Assert.IsType<Decision.Refused>(SettingsDecider.Decide(_book, command)).Refusal;

    private SettingsEvent Give(SettingsCommand command)
    {
        var @event = Assert.Single(Assert.IsType<Decision.Accepted>(SettingsDecider.Decide(_book, command)).SettingsEvents);
        _book = SettingsBook.Evolve(_book, @event with { Origin = new Origin(s_noon, Actor.Person("ann")) });
        return @event;
    }
}
