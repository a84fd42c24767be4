using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Hooks;

/// <summary>What a pre-deploy command must look like.</summary>
internal static class PreDeployRules
{
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

        if (hook.Command.Count == 0 || string.IsNullOrWhiteSpace(hook.Command[0]))
        {
            yield return new(prefix + ".command", "an empty command", "a program and its arguments");
        }

        if (hook.EffectiveTimeout < s_shortest || hook.EffectiveTimeout > s_longest)
        {
            yield return new(prefix + ".timeout", Durations.Format(hook.EffectiveTimeout), $"{Durations.Format(s_shortest)} to {Durations.Format(s_longest)}");
        }

        foreach (var variable in hook.Env.Where(v => v.Name.Length == 0 || v.Name.Contains('=') || v.Name.Contains('\0')))
        {
            yield return new(prefix + ".env", $"\"{variable.Name}\"", "names without '=' and not empty");
        }

        foreach (var variable in hook.Env.Where(v => v.Value.Contains('\0')))
        {
            yield return new(prefix + ".env", $"a NUL character in the value of {variable.Name}", "values without NUL characters");
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
}
