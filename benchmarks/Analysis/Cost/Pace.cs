namespace Sluice.Benchmarks.Analysis.Cost;

/// <summary>Nanoseconds per update.</summary>
internal static class Pace
{
    public const int Updates = 20_000;

    public static double Sum { get; private set; }

    public static double Nanoseconds(Func<int, double> update)
    {
        var sum = 0.0;
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < Updates; i++)
        {
            sum += update(i);
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        Sum = sum;
        return elapsed.TotalNanoseconds / Updates;
    }
}
