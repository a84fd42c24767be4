using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Shows who takes part and stays where.</summary>
internal static class UserRoutingViews
{
    public static UserRoutingView? Of(UserRouting? users, ReadUsers? counted) => users is null ? null : new(
        users.Sticky is { } sticky ? new(Words.Of(sticky.By), sticky.Name) : null,
        [.. users.Match.Select(match => new MatchView(Words.Of(match.By), match.Name, match.Value, match.Prefix))],
        counted is null ? null : new(counted.Known, counted.Welcomed, counted.Unknown, counted.Aside));
}
