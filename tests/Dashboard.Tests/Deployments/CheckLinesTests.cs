using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class CheckLinesTests : IDisposable
{
    private static readonly VerdictView View = new(null, true, AnalysisSettings.Usual, null, null, null, null, [], Asks: false, Share.FromPercent(20), Pace: 1);
    private static readonly EvidenceSummary Evidence = new(0, 0.01, 0.05, 100, 0, 400, 0, 60, null);

    private static readonly CheckResult Errors = new("errors", MetricNames.ErrorRate, CheckRole.Comparison, CheckOutcome.NotEnoughData, 0.02, false, 0.001, 0.002, 400, 100)
    {
        Evidence = new(0.1, 0.2, 0, Required: true, null),
    };

    private readonly DeploymentScene _scene = new();

    private CheckLines Lines => _scene.Console.Services.GetRequiredService<CheckLines>();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Lines_are_made_once_for_all_who_look_and_go_with_the_last()
    {
        var lines = Lines;
        var left = Look();
        for (var i = 0; i < 10 && IsThere(left); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsThere(left));
        Assert.Single(lines.Of([Errors], View, Evidence));

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference<CheckLine> Look()
        {
            var one = lines.Of([Errors], View, Evidence)[0];
            Assert.Same(one, lines.Of([Errors], View, Evidence)[0]);
            return new(one);
        }

        // On a frame of its own, which would hold what it found until its end.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static bool IsThere(WeakReference<CheckLine> line) => line.TryGetTarget(out _);
    }

    [Fact]
    public void What_is_said_beside_the_check_itself_is_drawn_again_when_it_changes()
    {
        var lines = Lines;
        var first = lines.Of([Errors], View, Evidence)[0];
        Assert.Contains("against stable", first.Head.Value, StringComparison.Ordinal);
        var muted = lines.Of([Errors], View with { Muted = ["errors"] }, Evidence)[0];
        Assert.DoesNotContain("against stable", muted.Head.Value, StringComparison.Ordinal);
        Assert.Contains("of 20:1", first.About!.Value.Value, StringComparison.Ordinal);
        Assert.Contains("of 10:1", lines.Of([Errors], View, Evidence with { Beta = 0.1 })[0].About!.Value.Value, StringComparison.Ordinal);
    }
}
