using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Hooks;

/// <summary>What a command that is run once must look like, and where there can be one.</summary>
internal static class HookRules
{
    private const string Preview = "plan.preview_check";

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    public static IEnumerable<FieldError> Check(ReleaseSpec release, string prefix)
    {
        if (release.PreDeploy is not { } hook)
        {
            yield break;
        }

        prefix += "pre_deploy";
        if (release.Endpoints is not null)
        {
            yield return new(prefix, "beside endpoints", "nothing: someone else runs these instances");
        }

        foreach (var error in Check(hook, prefix))
        {
            yield return error;
        }

        if (hook.User is { } user && (release.Image is null || !ContainerRules.IsUser(user)))
        {
            yield return release.Image is null
                ? new(prefix + ".user", $"\"{user}\"", "nothing: only containers have a user of their own; begin the command of a process with setpriv or runuser")
                : new(prefix + ".user", $"\"{user}\"", ContainerRules.UserRemedy);
        }

        if (hook.Privileged && release.Image is null)
        {
            yield return new(prefix + ".privileged", "true", "false: only containers can be privileged");
        }
    }

    /// <summary>Of a plan: it runs as an instance does, with no more rights.</summary>
    public static IEnumerable<FieldError> Check(PlanRequest plan) => plan switch
    {
        { PreviewCheck: null } => [],
        { Kind: not PlanKind.Switch } => [new(Preview, "a command", "nothing: only with blue_green all instances of the release stand by before anybody is served by them")],
        { PreviewCheck: { User: not null } or { Privileged: true } } => [new(Preview, "a user or rights of its own", "neither: it runs as the release's instances do"), .. Check(plan.PreviewCheck, Preview)],
        { PreviewCheck: { } check } => Check(check, Preview),
    };

    public static FieldError? Mismatch(PlanRequest plan, EnvironmentSpec place) => plan.PreviewCheck is not null && place.Runtime.Kind == RuntimeKind.External
        ? new(Preview + ".command", "a command", $"nothing: someone else runs the instances of {place.Name}, and nothing here could run it beside them")
        : null;

    private static IEnumerable<FieldError> Check(HookCommand hook, string field)
    {
        if (hook.Command.Count == 0 || string.IsNullOrWhiteSpace(hook.Command[0]))
        {
            yield return new(field + ".command", "an empty command", "a program and its arguments");
        }

        if (hook.EffectiveTimeout < s_shortest || hook.EffectiveTimeout > s_longest)
        {
            yield return new(field + ".timeout", Durations.Format(hook.EffectiveTimeout), $"{Durations.Format(s_shortest)} to {Durations.Format(s_longest)}");
        }

        foreach (var variable in hook.Env.Where(v => v.Name.Length == 0 || v.Name.Contains('=') || v.Name.Contains('\0')))
        {
            yield return new(field + ".env", $"\"{variable.Name}\"", "names without '=' and not empty");
        }

        foreach (var variable in hook.Env.Where(v => v.Value.Contains('\0')))
        {
            yield return new(field + ".env", $"a NUL character in the value of {variable.Name}", "values without NUL characters");
        }
    }
}
