using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>What labels, networks, capabilities, limits and the way to stop a container must look like.</summary>
internal static partial class ContainerSettingRules
{
    /// <summary>Ours: containers are known as ours by what begins so.</summary>
    public const string OwnLabels = "sluice.";

    private const int Most = 50;
    private const int LongestValue = 2_000;

    private static readonly TimeSpan s_longestGrace = TimeSpan.FromMinutes(10);

    // With these the published port would lead nowhere, or into somebody else's container.
    private static readonly string[] s_noNetworks = ["host", "none", "default", "bridge", "private", "ns"];

    public static IEnumerable<FieldError> Check(ContainerSpec container, string prefix) =>
    [
        .. Each(container.Labels, label => label.Name, prefix + ".labels", LabelRemedy),
        .. Each(container.Networks, network => network, prefix + ".networks", network => MountRules.IsName(network) && !s_noNetworks.Contains(network, StringComparer.OrdinalIgnoreCase) ? null : "the name of a network that the engine has, each once; not host, none or bridge"),
        .. Each(container.CapAdd, ContainerSpec.Bare, prefix + ".cap_add", CapabilityRemedy),
        .. Each(container.CapDrop, ContainerSpec.Bare, prefix + ".cap_drop", CapabilityRemedy),
        .. Each(container.Ulimits, limit => limit.Name, prefix + ".ulimits", limit => LimitName.IsMatch(limit.Name) && limit.Soft >= -1 && limit.Hard >= -1 && (limit.Hard == -1 || (limit.Soft != -1 && limit.Soft <= limit.Hard)) ? null : "a limit such as nofile, soft at most hard, -1 for none; each once"),
        .. Each(container.Sysctls, setting => setting.Name, prefix + ".sysctls", setting => SysctlName.IsMatch(setting.Name) && IsValue(setting.Value, 200) && setting.Value.Length > 0 ? null : "a kernel parameter such as net.core.somaxconn and its value, each once"),
        .. Stop(container, prefix),
    ];

    private static IEnumerable<FieldError> Each<T>(ValueList<T>? items, Func<T, string> nameOf, string field, Func<T, string?> remedyOf)
        where T : class
    {
        items ??= [];
        if (items.Count > Most)
        {
            yield return new(field, items.Count.ToString(CultureInfo.InvariantCulture), $"at most {Most}");
        }

        for (var i = 0; i < Math.Min(items.Count, Most); i++)
        {
            var name = nameOf(items[i]);
            if (remedyOf(items[i]) is { } remedy)
            {
                yield return new(At(field, i), name.Length == 0 ? "nothing" : name, remedy);
            }
            else if (items.Take(i).Any(other => nameOf(other) == name))
            {
                yield return new(At(field, i), name, "each once");
            }
        }
    }

    private static IEnumerable<FieldError> Stop(ContainerSpec container, string prefix)
    {
        if (container.StopSignal is { } signal && !SignalName.IsMatch(signal))
        {
            yield return new(prefix + ".stop_signal", signal.Length == 0 ? "nothing" : signal, "a signal such as SIGTERM or SIGQUIT");
        }

        if (container.StopGrace is { } grace && (grace < TimeSpan.FromSeconds(1) || grace > s_longestGrace))
        {
            yield return new(prefix + ".stop_grace", Durations.Format(grace), $"1s to {Durations.Format(s_longestGrace)}");
        }
    }

    private static string? LabelRemedy(ContainerSetting label) => label switch
    {
        { Name.Length: 0 or > 200 } => "a name of 1 to 200 characters",
        _ when label.Name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '=') => "a name without spaces and '='",
        _ when label.Name.StartsWith(OwnLabels, StringComparison.OrdinalIgnoreCase) => $"a name that does not begin with {OwnLabels}: by such labels Sluice knows what is its own",
        _ when !IsValue(label.Value, LongestValue) => $"a value of at most {LongestValue} characters on one line",
        _ => null,
    };

    private static string? CapabilityRemedy(string capability) => CapabilityName.IsMatch(ContainerSpec.Bare(capability)) ? null : "a capability such as NET_BIND_SERVICE, or ALL; each once";

    private static bool IsValue(string text, int longest) => text.Length <= longest && !text.Any(char.IsControl);

    private static string At(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");

    [GeneratedRegex(@"^[A-Z][A-Z_]{1,40}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CapabilityName { get; }

    [GeneratedRegex(@"^[a-z]{2,20}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LimitName { get; }

    [GeneratedRegex(@"^[a-z0-9_]+([.][a-zA-Z0-9_-]+){1,8}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SysctlName { get; }

    [GeneratedRegex(@"^SIG[A-Z0-9]{2,10}([+-][0-9]{1,2})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SignalName { get; }
}
