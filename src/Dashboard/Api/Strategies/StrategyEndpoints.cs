using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Api.Strategies;

/// <summary>Which strategies there are.</summary>
internal static class StrategyEndpoints
{
    public static void MapStrategies(this IEndpointRouteBuilder api) =>
        api.MapGet("/strategies", (StrategyBook book) => Results.Ok(StrategyViews.Of(book))).Describe("list_strategies", "List the strategies that a deployment can have, custom ones last")
            .RequireAuthorization(Policies.View).Produces<StrategiesView>();
}
