using System.Globalization;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>What a service, its environments and its releases must look like. All mistakes together.</summary>
public static class ServiceRules
{
    private const int MostReplicas = 100;

    public static ValueList<FieldError> Check(ServiceName name, IReadOnlyList<EnvironmentSpec> environments)
    {
        var errors = new List<FieldError>();
        RequireSlug("name", name.Value, errors);
        if (environments.Count == 0)
        {
            errors.Add(new("environments", "none", "at least one environment"));
        }

        for (var i = 0; i < environments.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"environments[{i}]");
            errors.AddRange(Check(environments[i], field));
            if (environments.Take(i).Any(e => e.Name == environments[i].Name))
            {
                errors.Add(new(field + ".name", environments[i].Name.Value, "a name that no other environment of the service has"));
            }

            if (environments.Take(i).Any(e => e.Router.Takes(environments[i].Router)))
            {
                errors.Add(new(field + ".router", Describe(environments[i].Router), "a host and path prefix of its own"));
            }
        }

        return errors.ToValueList();
    }

    /// <summary>One host and path prefix belongs to one place: the router could not tell two apart.</summary>
    /// <param name="known">Environments that the service has already; they keep what they have.</param>
    public static ValueList<FieldError> CheckPlaces(IReadOnlyList<EnvironmentSpec> environments, Service? known, IEnumerable<Service> others, IEnumerable<Service> foreign)
    {
        var taken = others.SelectMany(service => service.Environments, (service, environment) => (Owner: $"{service.Name}/{environment.Spec.Name} has", environment.Spec))
            .Concat(foreign.SelectMany(service => service.Environments, (_, environment) => (Owner: "somebody else has", environment.Spec))).ToList();
        var errors = new List<FieldError>();
        for (var i = 0; i < environments.Count; i++)
        {
            var wanted = environments[i];
            if (known?.Environment(wanted.Name) is null && taken.FirstOrDefault(other => other.Spec.Router.Takes(wanted.Router)) is { Owner: { } owner })
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"environments[{i}].router.path_prefix");
                errors.Add(new(field, Describe(wanted.Router), $"a host and path prefix of its own; {owner} this one"));
            }
        }

        return errors.ToValueList();
    }

    /// <summary>The rules of one release.</summary>
    /// <param name="prefix">Stands before each field, such as <c>release.</c>; empty at the top.</param>
    public static ValueList<FieldError> Check(ReleaseSpec release, string prefix)
    {
        var errors = new List<FieldError>();
        // A command beside an image is how the image is run.
        var ways = new[] { release.Command is not null && release.Image is null, release.Endpoints is not null, release.Image is not null }.Count(given => given);
        if (ways != 1)
        {
            errors.Add(new(prefix + "command", ways == 0 ? "nothing to run" : "several ways to run", "exactly one of command, endpoints and image"));
        }

        if (release.Command is { } command && (command.Count == 0 || string.IsNullOrWhiteSpace(command[0])))
        {
            errors.Add(new(prefix + "command", "an empty command", "a program and its arguments"));
        }

        for (var i = 0; i < (release.Endpoints?.Count ?? 0); i++)
        {
            var endpoint = release.Endpoints![i];
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
            {
                errors.Add(new(string.Create(CultureInfo.InvariantCulture, $"{prefix}endpoints[{i}]"), endpoint, "an http or https address without a path"));
            }
        }

        if (release.Endpoints is { Count: 0 })
        {
            errors.Add(new(prefix + "endpoints", "none", "at least one address"));
        }

        errors.AddRange(ContainerRules.Check(release, prefix));
        errors.AddRange(HookRules.Check(release, prefix));
        errors.AddRange(ReleaseOriginRules.Check(release, prefix));
        if (release.Replicas is < 1 or > MostReplicas)
        {
            errors.Add(new(prefix + "replicas", release.Replicas.ToString(CultureInfo.InvariantCulture), $"1 to {MostReplicas}"));
        }

        foreach (var variable in release.Env.Where(v => v.Name.Length == 0 || v.Name.Contains('=') || v.Name.Contains('\0')))
        {
            errors.Add(new(prefix + "env", $"\"{variable.Name}\"", "names without '=' and not empty"));
        }

        foreach (var variable in release.Env.Where(v => v.Value.Contains('\0')))
        {
            errors.Add(new(prefix + "env", $"a NUL character in the value of {variable.Name}", "values without NUL characters"));
        }

        errors.AddRange(ReadinessRules.Check(release, prefix));
        return errors.ToValueList();
    }

    /// <summary>Null when the environment can run the release.</summary>
    public static FieldError? Mismatch(ReleaseSpec release, EnvironmentSpec environment) => (environment.Runtime.Kind, release) switch
    {
        (RuntimeKind.Process, { Command: null }) => new("release", "a release without command", $"a command: {environment.Name} runs processes"),
        (RuntimeKind.Process, { Image: not null }) => new("release", "a release with an image", $"a command alone: {environment.Name} runs processes"),
        (RuntimeKind.External, { Endpoints: null }) => new("release", "a release without endpoints", $"endpoints: {environment.Name} is run by someone else"),
        (RuntimeKind.Container, { Image: null }) => new("release", "a release without image", $"an image: {environment.Name} runs containers"),
        (RuntimeKind.Container, { Image: { } image }) when environment.Runtime.RequireDigest && !ImageReference.IsPinned(image) =>
            new("release", image, $"an image with its digest, name@sha256:…: {environment.Name} takes none whose tag could come to mean something else"),
        _ => null,
    };

    private static List<FieldError> Check(EnvironmentSpec environment, string field)
    {
        var errors = new List<FieldError>();
        RequireSlug(field + ".name", environment.Name.Value, errors);
        if (PathPrefix.Mistake(environment.Router.PathPrefix) is { } remedy)
        {
            errors.Add(new(field + ".router.path_prefix", environment.Router.PathPrefix, remedy));
        }

        if (environment.Router.Host is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            errors.Add(new(field + ".router.host", host, "a host name without port"));
        }

        if (environment.Runtime.DrainTimeout is { } drain && (drain < TimeSpan.Zero || drain > TimeSpan.FromHours(1)))
        {
            errors.Add(new(field + ".runtime.drain_timeout", Durations.Format(drain), "zero to 1h"));
        }

        if (environment.Runtime is { RequireDigest: true, Kind: not RuntimeKind.Container })
        {
            errors.Add(new(field + ".runtime.require_digest", "true", "false: only containers have images"));
        }

        if (environment.OverrideApproval is { Quorum: not 0 } agreed)
        {
            errors.AddRange(ApprovalRules.Check(agreed, field + ".override_approval"));
            if (agreed.OnExpiry != GateEnd.Hold || agreed.OnReject != GateEnd.Hold)
            {
                errors.Add(new(field + ".override_approval", "on_expiry or on_reject", "neither: an order that nobody agrees to is dropped"));
            }
        }

        errors.AddRange(MetricDefinitionRules.Check(environment.Metrics ?? [], field + ".metrics"));
        return errors;
    }

    private static void RequireSlug(string field, string value, List<FieldError> errors)
    {
        if (!Slug.IsValid(value))
        {
            errors.Add(new(field, value.Length == 0 ? "nothing" : value, Slug.Remedy));
        }
    }

    private static string Describe(RouterSpec router) => $"{router.Host ?? "any host"}{router.PathPrefix}";
}
