using System.Globalization;
using Sluice.Domain.Hooks;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>
/// A release taken apart into fields, with defaults written out and in an order of their own, so that what means the same reads the same.
/// A new field of a release has its line here, which says what another value asks for.
/// </summary>
internal static class SpecFields
{
    public const string Image = "image";
    public const string Pull = "container.pull";
    public const string Replicas = "replicas";
    public const string PreDeploy = "pre_deploy";

    /// <summary>What differs, in the order of the fields.</summary>
    public static IEnumerable<FieldDifference> Between(ReleaseSpec before, ReleaseSpec after)
    {
        var (from, to) = (Of(before), Of(after));
        return from.Keys.Union(to.Keys)
            .Select(name => new FieldDifference(from.GetValueOrDefault(name), to.GetValueOrDefault(name)))
            .Where(pair => !string.Equals(pair.Before?.Value, pair.After?.Value, StringComparison.Ordinal))
            .OrderBy(pair => pair.Field.Rank)
            .ThenBy(pair => pair.Field.Name, StringComparer.Ordinal);
    }

    public static Dictionary<string, SpecField> Of(ReleaseSpec release)
    {
        var fields = new Dictionary<string, SpecField>(StringComparer.Ordinal);
        var rank = 0;
        What("command", Join(release.Command), FieldEffect.Recreate);
        What("endpoints", Sorted(release.Endpoints), FieldEffect.Recreate);
        What(Image, release.Image, FieldEffect.Recreate);
        if (release.Image is not null)
        {
            AddContainer(release.Container ?? ContainerSpec.Default, How);
        }

        rank = 100;
        What("commit_sha", release.CommitSha, FieldEffect.None);
        What("origin.author", release.Origin?.Author, FieldEffect.None);
        What("origin.built_at", release.Origin?.BuiltAt?.ToString("O", CultureInfo.InvariantCulture), FieldEffect.None);
        What("origin.changes", release.Origin?.Changes, FieldEffect.None);
        How(Replicas, Number(release.Endpoints?.Count ?? release.Replicas), FieldEffect.None);
        AddReadiness(release.Readiness, How);
        AddPreDeploy(release.PreDeploy, How);
        rank = 200;

        // Of two variables with one name the later one counts, as it does for the instance.
        foreach (var variable in release.Env)
        {
            fields["env." + variable.Name] = new("env." + variable.Name, variable.Value, FieldEffect.Recreate, rank) { IsHidden = true };
        }

        foreach (var variable in release.PreDeploy?.Env ?? [])
        {
            var name = PreDeploy + ".env." + variable.Name;
            fields[name] = new(name, variable.Value, FieldEffect.None, rank + 1) { IsHidden = true };
        }

        return fields;

        void What(string name, string? value, FieldEffect effect) => Add(name, value, effect, isConfiguration: false);

        void How(string name, string? value, FieldEffect effect) => Add(name, value, effect, isConfiguration: true);

        void Add(string name, string? value, FieldEffect effect, bool isConfiguration)
        {
            rank++;
            if (value is not null)
            {
                fields[name] = new(name, value, effect, rank) { IsConfiguration = isConfiguration };
            }
        }
    }

    private static void AddContainer(ContainerSpec container, Action<string, string?, FieldEffect> add)
    {
        add("container.port", Number(container.Port), FieldEffect.Recreate);
        add("container.ports", Sorted(container.Ports?.Select(port => port.ToString())), FieldEffect.Recreate);
        add("container.entrypoint", Join(container.Entrypoint), FieldEffect.Recreate);
        add("container.user", container.User, FieldEffect.Recreate);
        add("container.memory", container.Memory is { } bytes ? ByteSizes.Format(bytes) : null, FieldEffect.Update);
        add("container.memory_reservation", container.MemoryReservation is { } reserved ? ByteSizes.Format(reserved) : null, FieldEffect.Update);
        add("container.cpus", container.Cpus is { } cpus ? cpus.ToString("0.#########", CultureInfo.InvariantCulture) : null, FieldEffect.Update);

        add("container.labels", Sorted(container.Labels?.Select(label => $"{label.Name}={label.Value}")), FieldEffect.Recreate);
        add("container.volumes", Sorted(container.Volumes?.Select(mount => $"{Words.Of(mount.Type)}:{mount}")), FieldEffect.Recreate);
        add("container.networks", Sorted(container.Networks), FieldEffect.Recreate);
        add("container.cap_add", Sorted(container.CapAdd?.Select(ContainerSpec.Bare)), FieldEffect.Recreate);
        add("container.cap_drop", Sorted(container.CapDrop?.Select(ContainerSpec.Bare)), FieldEffect.Recreate);
        add("container.ulimits", Sorted(container.Ulimits?.Select(limit => limit.ToString())), FieldEffect.Recreate);
        add("container.sysctls", Sorted(container.Sysctls?.Select(setting => $"{setting.Name}={setting.Value}")), FieldEffect.Recreate);
        add("container.stop_signal", container.StopSignal, FieldEffect.Recreate);
        add("container.stop_grace", container.StopGrace is { } grace ? Durations.Format(grace) : null, FieldEffect.Recreate);

        // Fetching anew is another image, perhaps; when that is, the comparison says.
        add(Pull, Words.Of(container.Pull), FieldEffect.None);
    }

    /// <summary>Sluice asks from outside, but of a release that serves it goes on asking what that release says.</summary>
    private static void AddReadiness(Readiness readiness, Action<string, string?, FieldEffect> add)
    {
        add("readiness.http", readiness.HttpPath, FieldEffect.Recreate);
        add("readiness.grpc", readiness.Grpc is { } service ? Quote(service) : null, FieldEffect.Recreate);
        add("readiness.command", Join(readiness.Command), FieldEffect.Recreate);
        add("readiness.interval", Length(readiness.Interval), FieldEffect.Recreate);
        add("readiness.probe_timeout", Length(readiness.ProbeTimeout == Readiness.UsualProbeTimeout ? null : readiness.ProbeTimeout), FieldEffect.Recreate);
        add("readiness.retries", readiness.Retries is > 1 and var retries ? Number(retries) : null, FieldEffect.Recreate);
        add("readiness.start_period", Length(readiness.StartPeriod), FieldEffect.Recreate);
        add("readiness.timeout", Durations.Format(readiness.Timeout), FieldEffect.Recreate);
    }

    /// <summary>It is run before there are instances, which do not notice.</summary>
    private static void AddPreDeploy(HookCommand? hook, Action<string, string?, FieldEffect> add)
    {
        add(PreDeploy + ".command", Join(hook?.Command), FieldEffect.None);
        add(PreDeploy + ".user", hook?.User, FieldEffect.None);
        add(PreDeploy + ".privileged", hook is { Privileged: true } ? "true" : null, FieldEffect.None);
        add(PreDeploy + ".timeout", hook is null ? null : Durations.Format(hook.EffectiveTimeout), FieldEffect.None);
    }

    /// <summary>Where order means nothing.</summary>
    private static string? Sorted(IEnumerable<string>? words) => Join(words?.Order(StringComparer.Ordinal));

    /// <summary>Words with a space or a quote are quoted, so that two lists that differ never read the same. Nothing for none.</summary>
    private static string? Join(IEnumerable<string>? words) => words?.ToList() switch
    {
        null or [] => null,
        var all => string.Join(' ', all.Select(Quote)),
    };

    private static string Quote(string word) => word.Length > 0 && !word.Any(c => char.IsWhiteSpace(c) || c is '"' or '\\')
        ? word
        : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string? Length(TimeSpan? length) => length is { } given ? Durations.Format(given) : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
