using FsCheck;
using FsCheck.Fluent;

namespace Sluice.Domain.Tests.Properties;

/// <summary>One thing that happens, as numbers, so that failing histories shrink well. What they mean depends on the state they meet.</summary>
public sealed record Step(int Kind, int Pick, int Detail)
{
    private const int LongestHistory = 100;

    public static Arbitrary<Step[]> Histories { get; } = Arb.From(
        from length in Gen.Choose(1, LongestHistory)
        from steps in Gen.ArrayOf(
            from kind in Gen.Choose(0, 99)
            from pick in Gen.Choose(0, 9)
            from detail in Gen.Choose(0, 999)
            select new Step(kind, pick, detail), length)
        select steps,
        Shrink);

    private static IEnumerable<Step[]> Shrink(Step[] steps)
    {
        for (var size = steps.Length / 2; size >= 1; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
            {
                yield return [.. steps[..start], .. steps[(start + size)..]];
            }
        }
    }
}
