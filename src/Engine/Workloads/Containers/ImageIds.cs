using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Engines write the id of an image with and without its algorithm.</summary>
internal static class ImageIds
{
    private const string Algorithm = "sha256:";

    /// <summary>What to ask for: Podman refuses an id that it does not have and that stands alone.</summary>
    public static string NameOf(Release release) => release.Resolved is { } known ? Algorithm + known.Id : release.Spec.Image!;

    public static string Bare(string id) => id.StartsWith(Algorithm, StringComparison.Ordinal) ? id[Algorithm.Length..] : id;
}
