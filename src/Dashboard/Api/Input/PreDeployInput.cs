using Sluice.Domain;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads what is run before a release is started.</summary>
internal static class PreDeployInput
{
    public static PreDeployHook Read(JsonInput input)
    {
        input.Require("command", "a program and its arguments");
        var hook = new PreDeployHook(input.Texts("command") ?? [])
        {
            Env = (input.Map("env") ?? []).Select(entry => new EnvironmentVariable(entry.Key, entry.Value)).ToValueList(),
            User = input.Text("user"),
            Privileged = input.Flag("privileged") ?? false,
            Timeout = input.Duration("timeout"),
        };
        input.Done();
        return hook;
    }
}
