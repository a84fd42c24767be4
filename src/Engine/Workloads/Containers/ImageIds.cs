namespace Sluice.Engine.Workloads.Containers;

/// <summary>Engines write the id of an image with and without its algorithm.</summary>
internal static class ImageIds
{
    private const string Algorithm = "sha256:";

    public static string Bare(string id) => id.StartsWith(Algorithm, StringComparison.Ordinal) ? id[Algorithm.Length..] : id;
}
