using System.Globalization;
using System.Text;
using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>One phase on the clock of a plan that goes well.</summary>
/// <param name="At">From the start.</param>
/// <param name="Ends">End of the hold.</param>
public sealed record PlannedStep(int Phase, decimal Share, TimeSpan At, TimeSpan Ends, bool Gate, bool UntilResumed)
{
    /// <summary>Percent of the requests that are copied; null where none is.</summary>
    public decimal? Copies { get; init; }
}

/// <summary>A plan on a clock, as a stepped line. Waits for people have no length: they are marked instead.</summary>
public sealed record PlanPreview(ValueList<PlannedStep> Steps, TimeSpan Total)
{
    public const int Width = 320;
    public const int Height = 120;

    public bool WaitsForPeople => Steps.Any(step => step.Gate || step.UntilResumed);

    /// <summary>The first share, as long as nothing can have been decided yet.</summary>
    public TimeSpan FirstDecision => Steps[0].Ends;

    public static PlanPreview Of(PhasePlan plan)
    {
        var (steps, at) = (new List<PlannedStep>(), TimeSpan.Zero);
        for (var i = 0; i < plan.Phases.Count; i++)
        {
            var phase = plan.Phases[i];
            steps.Add(new(i, phase.Share.Percent, at, at + phase.Hold, phase.NeedsApproval, phase.Gap.UntilResumed) { Copies = phase.Mirror?.Percent });
            at += phase.Hold + (phase.Gap.For ?? TimeSpan.Zero);
        }

        return new(steps.ToValueList(), at);
    }

    /// <summary>Most requests that the canary gets before the first decision can fall.</summary>
    public long Exposure(double requestsPerSecond) => (long)Math.Round(requestsPerSecond * FirstDecision.TotalSeconds * (double)Steps[0].Share / 100);

    public string Path
    {
        get
        {
            var path = new StringBuilder("M0 ").Append(CultureInfo.InvariantCulture, $"{Height}");
            foreach (var step in Steps)
            {
                path.Append(CultureInfo.InvariantCulture, $"H{X(step.At):0.#}V{Y(step.Share):0.#}");
            }

            return path.Append(CultureInfo.InvariantCulture, $"H{Width}").ToString();
        }
    }

    public double X(TimeSpan at) => Total > TimeSpan.Zero ? Math.Min(Width, at / Total * Width) : 0;

    public static double Y(decimal share) => Height - (double)share / 100 * (Height - 2);
}
