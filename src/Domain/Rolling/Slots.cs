namespace Sluice.Domain.Rolling;

/// <summary>Places of instances within a release, each with a number from 0 on.</summary>
public static class Slots
{
    /// <param name="count">0 to 100.</param>
    public static ValueList<int> Below(int count) => Enumerable.Range(0, count).ToValueList();
}
