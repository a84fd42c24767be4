using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Api.Strategies;

/// <summary>From strategies to what the wire shows of them.</summary>
internal static class StrategyViews
{
    public static StrategiesView Of(StrategyBook book)
    {
        List<StrategyView> all = [.. Enum.GetValues<DeploymentStrategy>().Select(BuiltIn), .. book.Custom.Select(Custom)];
        return new(all, NextCursor: null, all.Count, book.Problems);
    }

    public static CustomStrategyView? Of(CustomStrategyUse? use) =>
        use is null ? null : new(use.Name, use.Version, use.Arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal));

    private static StrategyView BuiltIn(DeploymentStrategy strategy) =>
        new(Words.Of(strategy), Title: null, Description: null, BuildsOn: null, Version: null, [.. Capabilities.Of(strategy).Select(Words.Of)], []);

    private static StrategyView Custom(CustomStrategy strategy) => new(
        strategy.Name,
        strategy.Title,
        strategy.Description,
        Words.Of(strategy.BuildsOn),
        strategy.Version,
        [.. strategy.Needs.Select(Words.Of)],
        [.. strategy.Parameters.Select(Show)]);

    private static StrategyParameterView Show(StrategyParameter parameter)
    {
        var (kind, least, most) = parameter switch
        {
            StrategyParameter.Number number => (number.IsWhole ? "whole" : "number", parameter.Show(number.Least), parameter.Show(number.Most)),
            StrategyParameter.Length length => ("duration", parameter.Show(length.Least), parameter.Show(length.Most)),
            StrategyParameter.Flag => ("flag", null, null),
            _ => ("choice", (string?)null, (string?)null),
        };
        return new(parameter.Name, parameter.Title, parameter.Hint, kind, parameter.Show(parameter.Usual), least, most, parameter.Remedy, (parameter as StrategyParameter.Choice)?.Among);
    }
}
