using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>What a release that is an image must look like.</summary>
internal static class ContainerRules
{
    private const int HighestPort = 65_535;
    private const int MostPorts = 20;
    private const decimal MostCpus = 1_024;

    // What the engines accept at least.
    private const long LeastMemory = 6L << 20;

    public const string UserRemedy = "a name or number, such as 1000 or app:app";

    public static bool IsUser(string user) => user.Length is > 0 and <= 200 && !user.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    public static IEnumerable<FieldError> Check(ReleaseSpec release, string prefix)
    {
        if (release.Image is { } image && !ImageReference.IsValid(image))
        {
            yield return new(prefix + "image", image.Length == 0 ? "nothing" : image, ImageReference.Remedy);
        }

        if (release.Container is not { } container)
        {
            yield break;
        }

        prefix += "container";
        if (release.Image is null)
        {
            yield return new(prefix, "without image", "only beside an image");
        }

        if (!IsPort(container.Port))
        {
            yield return new(prefix + ".port", Number(container.Port), $"1 to {HighestPort}: where the program in the container listens");
        }

        if (container.User is { } user && !IsUser(user))
        {
            yield return new(prefix + ".user", $"\"{user}\"", UserRemedy);
        }

        if (container.Entrypoint is { } entrypoint && (entrypoint.Count == 0 || string.IsNullOrWhiteSpace(entrypoint[0])))
        {
            yield return new(prefix + ".entrypoint", "nothing", "a program and its arguments");
        }

        if (container.Memory < LeastMemory)
        {
            yield return new(prefix + ".memory", ByteSizes.Format(container.Memory.Value), $"{ByteSizes.Format(LeastMemory)} or more");
        }

        if (container.Cpus is { } cpus && (cpus < 0.01m || cpus > MostCpus))
        {
            yield return new(prefix + ".cpus", cpus.ToString(CultureInfo.InvariantCulture), $"0.01 to {MostCpus}");
        }

        if (container.MemoryReservation is { } reserved && (reserved < LeastMemory || reserved > container.Memory))
        {
            yield return new(prefix + ".memory_reservation", ByteSizes.Format(reserved), $"{ByteSizes.Format(LeastMemory)} or more, and not more than memory");
        }

        foreach (var error in CheckPorts(release, container, prefix + ".ports").Concat(MountRules.Check(container.Volumes ?? [], prefix + ".volumes")).Concat(ContainerSettingRules.Check(container, prefix)))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> CheckPorts(ReleaseSpec release, ContainerSpec container, string field)
    {
        var ports = container.Ports ?? [];
        if (ports.Count > MostPorts)
        {
            yield return new(field, Number(ports.Count), $"at most {MostPorts}");
        }

        for (var i = 0; i < Math.Min(ports.Count, MostPorts); i++)
        {
            var (port, place) = (ports[i], string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]"));
            if (!IsPort(port.Container) || port.Container == container.Port || ports.Take(i).Any(other => other.Container == port.Container))
            {
                yield return new(place + ".container", Number(port.Container), $"1 to {HighestPort}, each port once; {Number(container.Port)} is published already");
            }

            if (port.Host is { } host && (!IsPort(host) || ports.Take(i).Any(other => other.Host == host)))
            {
                yield return new(place + ".host", Number(host), $"1 to {HighestPort}, each port once, or nothing for a free one");
            }

            if (port.Host is not null && release.Replicas > 1)
            {
                yield return new(place + ".host", $"{Number(port.Host.Value)} for {Number(release.Replicas)} instances", "no fixed port of the host with several instances");
            }
        }
    }

    private static bool IsPort(int port) => port is >= 1 and <= HighestPort;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
