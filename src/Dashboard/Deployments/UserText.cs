using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Deployments;

/// <summary>Who takes part in a deployment and what keeps users where they are, in words.</summary>
internal static class UserText
{
    public static string Match(IStringLocalizer<Texts> texts, ValueList<UserMatch> match) => string.Join(texts["Users.Or"], match.Select(rule => One(texts, rule)));

    public static string Sticky(IStringLocalizer<Texts> texts, Stickiness sticky) => sticky.Name is { } name
        ? texts["Users.By", texts[$"UserKey.{sticky.By}"], name]
        : texts[$"UserKey.{sticky.By}"];

    private static string One(IStringLocalizer<Texts> texts, UserMatch rule)
    {
        var what = texts["Users.By", texts[$"UserKey.{rule.By}"], rule.Name];
        return rule switch
        {
            { Value: { } value } => texts["Users.Is", what, value],
            { Prefix: { } prefix } => texts["Users.Begins", what, prefix],
            _ => texts["Users.Has", what],
        };
    }
}
