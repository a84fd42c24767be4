using Sluice.Domain;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Demo;

public sealed record DemoRelease(string Kind, string Title, string Explanation);

public interface IDemo
{
    IReadOnlyList<DemoRelease> Releases { get; }

    Task<CommandAnswer> StartAsync(string kind, Actor by, CancellationToken ct);
}
