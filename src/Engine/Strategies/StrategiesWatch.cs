using Microsoft.Extensions.Options;
using Sluice.Domain.Strategies;
using Sluice.Engine.Live;

namespace Sluice.Engine.Strategies;

/// <summary>Whether all custom strategies that the settings name are there. It is found out once, at the start.</summary>
internal sealed class StrategiesWatch(StrategyBook book, IOptions<StrategyOptions> options, TimeProvider time) : IComponentWatch
{
    public const string Name = "strategies";

    public ComponentHealth Health { get; } = new(
        Name,
        book.Problems.Count == 0,
        time.GetUtcNow(),
        book.Problems.Count == 0 ? null : $"Custom strategies are missing; deployments that ask for them are refused. {string.Join(' ', book.Problems)}");

    public bool IsPresent => options.Value.Assemblies.Count > 0;
}
