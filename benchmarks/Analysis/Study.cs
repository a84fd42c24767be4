using Sluice.Benchmarks.Analysis.Figures;

namespace Sluice.Benchmarks.Analysis;

/// <summary>What every table of the study needs: how many runs, where promises are judged, and when to stop.</summary>
internal sealed record Study(bool Quick, Gates Gates, CancellationToken Ct)
{
    /// <summary>Strata of an hour.</summary>
    public const int Hour = 360;

    public const double Share = 0.05;

    /// <summary>Fewer in a quick run.</summary>
    public int Runs(int full, int quick = 1000) => Quick ? Math.Min(full, quick) : full;
}
