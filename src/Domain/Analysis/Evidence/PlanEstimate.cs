using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What a verdict will take.</summary>
/// <param name="Information">Evidence per canary request, in nats, with the stable requests that go with it; above 0.</param>
/// <param name="Median">Canary requests that half of the deployments need.</param>
/// <param name="Slow">Canary requests that 19 of 20 deployments get by with.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlanEstimate(double Information, double Median, double Slow);
