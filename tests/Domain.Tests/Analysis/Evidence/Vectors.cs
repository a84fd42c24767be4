using System.Text.Json;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>The reference values, by the function that they are of.</summary>
internal static class Vectors
{
    private static readonly Dictionary<string, JsonElement> s_byId = Load();

    /// <summary>The ids of every vector of these functions, one theory case each.</summary>
    public static TheoryData<string> Of(params string[] functions) =>
        [.. s_byId.Values.Where(vector => functions.Contains(vector.GetProperty("function").GetString())).Select(vector => vector.GetProperty("id").GetString()!)];

    public static IReadOnlyCollection<string> Ids => s_byId.Keys;

    public static JsonElement Input(string id) => s_byId[id].GetProperty("input");

    public static JsonElement Expected(string id) => s_byId[id].GetProperty("expected");

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetDouble())];

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static long Count(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    /// <summary>Within the vector's relative tolerance.</summary>
    public static void AssertClose(string id, double expected, double actual)
    {
        var allowed = s_byId[id].GetProperty("rel_tol").GetDouble() * Math.Abs(expected);
        Assert.True(Math.Abs(actual - expected) <= allowed, $"{id}: expected {expected:R}, got {actual:R}");
    }

    private static Dictionary<string, JsonElement> Load()
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream("analysis-vectors.json")!;
        return JsonDocument.Parse(stream).RootElement.GetProperty("vectors").EnumerateArray().ToDictionary(vector => vector.GetProperty("id").GetString()!);
    }
}
