using System.Runtime.InteropServices;

namespace Sluice.Benchmarks.Analysis.Figures;

/// <summary>How often something happened, with its 95 % interval.</summary>
/// <remarks>Clopper and Pearson (1934): exact, never too narrow.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Proportion(int Hits, int Of)
{
    private const double Tail = 0.025;

    public double Value => Of == 0 ? 0 : (double)Hits / Of;

    public double Lower => Hits == 0 ? 0 : Bisect(Hits - 1, Of, 1 - Tail);

    public double Upper => Hits == Of ? 1 : Bisect(Hits, Of, Tail);

    /// <summary>The one that happened more often; one without runs is never it.</summary>
    public Proportion Worse(Proportion other) => other.Of > 0 && (Of == 0 || other.Value > Value) ? other : this;

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => Machine.Text($"{100 * share:0.##} %");

    /// <summary>In percent.</summary>
    public override string ToString() => Machine.Text($"{100 * Value:0.00} % [{100 * Lower:0.00}, {100 * Upper:0.00}]");

    /// <summary>In percent, without the interval.</summary>
    public string Short => Percent(Value);

    /// <summary>The rate at which so few hits have the given chance.</summary>
    private static double Bisect(int hits, int of, double chance)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = AtMost(hits, of, middle) > chance ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double AtMost(int hits, int of, double rate)
    {
        var (logTerm, sum) = (of * Math.Log(1 - rate), 0.0);
        for (var k = 0; k <= hits; k++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log((of - k) / (k + 1.0)) + Math.Log(rate / (1 - rate));
        }

        return Math.Min(1, sum);
    }
}
