using Sluice.Domain.Access;
using Sluice.Domain.Settings;

namespace Sluice.Domain.Tests.Settings;

/// <summary>Who may change what is set for everybody.</summary>
public sealed class SettingsRightTests
{
    private static readonly SettingsCommand s_share = new SettingsCommand.ShareView(new("payments", "Till") { Text = "till" });

    [Theory]
    [InlineData("viewer", true, false)]
    [InlineData("contributor", true, true)]
    [InlineData("operator@shop", true, true)]
    [InlineData("contributor", false, false)]
    [InlineData("administrator@shop", false, false)]
    [InlineData("administrator", false, true)]
    public void A_teams_view_takes_a_member_who_may_write_or_an_administrator_of_all(string grant, bool member, bool may)
    {
        var (grants, _) = GrantText.ParseAll(grant, "grants");
        Assert.Equal(may, SettingsDecider.May(s_share, grants, member ? ["payments"] : ["search"]));
        Assert.Equal(may, SettingsDecider.May(new SettingsCommand.WithdrawView("payments", "payments.till"), grants, member ? ["payments"] : []));
    }

    [Theory]
    [InlineData("operator", false)]
    [InlineData("administrator@shop", false)]
    [InlineData("administrator", true)]
    public void What_everybody_sees_takes_an_administrator_of_all(string grant, bool may)
    {
        var (grants, _) = GrantText.ParseAll(grant, "grants");
        foreach (SettingsCommand command in new SettingsCommand[] { new SettingsCommand.PostBanner("x"), new SettingsCommand.RemoveBanner(), new SettingsCommand.ChooseTheme(ThemeChoice.Dark) })
        {
            Assert.Equal(may, SettingsDecider.May(command, grants, ["payments"]));
        }
    }
}
