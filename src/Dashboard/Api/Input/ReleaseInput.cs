using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a release: <c>command</c>, <c>endpoints</c> or <c>image</c>, and what belongs to it.</summary>
internal static class ReleaseInput
{
    public static ReleaseSpec Read(JsonInput input)
    {
        var endpoints = input.Texts("endpoints");
        return new ReleaseSpec
        {
            Command = input.Texts("command"),
            Endpoints = endpoints,
            Image = input.Text("image"),
            Container = input.Object("container") is { } container ? ContainerInput.Read(container) : null,
            Env = (input.Map("env") ?? []).Select(entry => new EnvironmentVariable(entry.Key, entry.Value)).ToValueList(),
            Notes = input.Text("notes"),
            CommitSha = input.Text("commit_sha", longest: 100),
            Origin = input.Object("origin") is { } origin ? ReadOrigin(origin) : null,
            SchemaChange = input.Flag("schema_change") ?? false,
            Replicas = Replicas(input, endpoints?.Count),
            PreDeploy = input.Object("pre_deploy") is { } hook ? PreDeployInput.Read(hook) : null,
            Readiness = input.Object("readiness") is { } readiness ? ReadinessInput.Read(readiness) : Readiness.Default,
        };
    }

    /// <summary><c>release</c>: the number of one that is there, or a new one inline.</summary>
    public static (int? Number, ReleaseSpec? Fresh) ReadNumberOrNew(JsonInput input)
    {
        const string Remedy = "the number of a release, or a new release inline";
        input.Require("release", Remedy);
        switch (input.KindOf("release"))
        {
            case JsonValueKind.Number:
                return (input.Whole("release"), null);
            case JsonValueKind.Object:
                var release = input.Object("release")!;
                var fresh = Read(release);
                release.Done();
                return (null, fresh);
            case JsonValueKind.Undefined:
                return (null, null);
            default:
                input.Wrong("release", Remedy);
                return (null, null);
        }
    }

    private static ReleaseOrigin ReadOrigin(JsonInput input)
    {
        var origin = new ReleaseOrigin(input.Text("author"), input.Instant("built_at"), input.Text("changes"));
        input.Done();
        return origin;
    }

    /// <summary>Endpoints are counted, not asked for.</summary>
    private static int Replicas(JsonInput input, int? endpoints)
    {
        var given = input.Whole("replicas");
        if (given is { } replicas && endpoints is { } count && replicas != count)
        {
            input.Errors.Add(input.PathOf("replicas"), FormattableString.Invariant($"{replicas}"), FormattableString.Invariant($"the number of endpoints, {count}, or nothing"));
        }

        return endpoints is > 0 and var known ? known : given ?? 1;
    }
}
