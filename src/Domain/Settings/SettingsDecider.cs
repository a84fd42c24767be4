using System.Diagnostics;
using Sluice.Domain.Access;
using static Sluice.Domain.Settings.SettingsCommand;
using static Sluice.Domain.Settings.SettingsEvent;

namespace Sluice.Domain.Settings;

/// <summary>How what is set for everybody changes, and who may change it. Pure.</summary>
public static class SettingsDecider
{
    /// <summary>
    /// Whether somebody may give the order. What is everybody's takes an administrator of the whole tenant; the views of a team may also be changed by
    /// those of its members who may write notes somewhere.
    /// </summary>
    /// <param name="groups">The groups that the giver is in.</param>
    public static bool May(SettingsCommand command, ValueList<RoleGrant> grants, ValueList<string> groups) => command switch
    {
        ShareView share => MayShare(share.View.Team, grants, groups),
        WithdrawView withdraw => MayShare(withdraw.Team, grants, groups),
        _ => Permissions.Allows(grants, Right.Administer, place: null),
    };

    /// <summary>Why somebody who may not give the order cannot, for people.</summary>
    public static string ReasonAgainst(SettingsCommand command) => command is ShareView or WithdrawView
        ? "It takes a member of the team who may write notes, or an administrator."
        : Permissions.ReasonAgainst(Right.Administer);

    public static bool MayShare(string team, ValueList<RoleGrant> grants, ValueList<string> groups) =>
        Permissions.Allows(grants, Right.Administer, place: null) || (groups.Contains(team, StringComparer.Ordinal) && Permissions.AllowsSomewhere(grants, Right.Note));

    public static Decision Decide(SettingsBook state, SettingsCommand command)
    {
        if (SettingsRules.Check(command) is { Count: > 0 } errors)
        {
            return Decision.Refuse(new Refusal.Invalid(errors));
        }

        if (command.Seen is { } seen && seen != state.RevisionOf(command))
        {
            return Decision.Illegal("Somebody else changed it since you looked. Nothing was changed.");
        }

        return command switch
        {
            PostBanner post => Post(state, post.Text.Trim()),
            RemoveBanner => state.Banner is { } banner ? Decision.Accept(new BannerRemoved(banner.Text)) : Decision.Ignore("There is no banner."),
            ChooseTheme choose => choose.Theme == state.Theme ? Decision.Ignore("It is so already.") : Decision.Accept(new DefaultThemeChosen(choose.Theme, state.Theme)),
            ShareView share => Share(state, share.View with { Name = share.View.Name.Trim(), Text = share.View.Text?.Trim() }),
            WithdrawView withdraw => state.Find(withdraw.Key) is { } found && found.View.Team == withdraw.Team
                ? Decision.Accept(new TeamViewWithdrawn(found.View))
                : Decision.Refuse(new Refusal.NotFound($"view {withdraw.Key}")),
            _ => throw new UnreachableException(),
        };
    }

    private static Decision Post(SettingsBook state, string text) =>
        string.Equals(state.Banner?.Text, text, StringComparison.Ordinal) ? Decision.Ignore("It says so already.") : Decision.Accept(new BannerPosted(text, state.Banner?.Text));

    private static Decision Share(SettingsBook state, TeamView view)
    {
        var before = state.Find(view.Key)?.View;
        if (before == view)
        {
            return Decision.Ignore("It is so already.");
        }

        return before is null && (state.Views.Count >= SettingsRules.MostOfTenant || state.Views.Count(one => one.View.Team == view.Team) >= SettingsRules.MostOfTeam)
            ? Decision.Illegal($"A team has at most {SettingsRules.MostOfTeam} views, and all teams together {SettingsRules.MostOfTenant}; withdraw one first.")
            : Decision.Accept(new TeamViewShared(view, before));
    }
}
