namespace Sluice.Domain.Strategies;

/// <summary>What somebody else's code threw, short enough for a sentence.</summary>
public static class ThrownText
{
    private const int Longest = 200;

    public static string Of(Exception thrown)
    {
        var text = $"{thrown.GetType().Name}: {string.Join(' ', thrown.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}".TrimEnd('.');
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
    }
}
