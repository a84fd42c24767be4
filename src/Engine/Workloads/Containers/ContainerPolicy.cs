using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>What a release may not ask of the engine's machine unless the installation says so: whoever may add releases would otherwise be as good as root there.</summary>
internal static class ContainerPolicy
{
    /// <returns>Null when it may.</returns>
    public static string? WhyNot(ContainerOptions options, ReleaseSpec release)
    {
        var container = release.Container ?? ContainerSpec.Default;
        if (container.Volumes?.FirstOrDefault(mount => mount.Type == MountType.Bind && !options.BindFrom.Any(folder => IsBelow(folder, mount.Source!))) is { } mount)
        {
            var allowed = options.BindFrom.Count == 0 ? "no folder is" : $"only what is below {string.Join(", ", options.BindFrom)} is";
            return $"The release mounts {mount.Source} of the engine's machine, and {allowed} allowed by {ContainerOptions.Section}:BindFrom. Use a volume, or have the folder allowed.";
        }

        if (container.CapAdd?.FirstOrDefault(capability => !options.Capabilities.Any(known => ContainerSpec.Bare(known) == ContainerSpec.Bare(capability))) is { } capability)
        {
            var allowed = options.Capabilities.Count == 0 ? "none is" : $"only {string.Join(", ", options.Capabilities)} is";
            return $"The release asks for the capability {capability}, and {allowed} allowed by {ContainerOptions.Section}:Capabilities. Do without, or have it allowed.";
        }

        return release.PreDeploy is { Privileged: true } && !options.PrivilegedHooks
            ? $"The release asks for a privileged pre-deploy command, which {ContainerOptions.Section}:PrivilegedHooks does not allow. Do without, or have it allowed."
            : null;
    }

    private static bool IsBelow(string folder, string path) => path == folder.TrimEnd('/') || path.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);
}
