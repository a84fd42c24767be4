using Sluice.Domain;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads what is run once for a deployment.</summary>
internal static class PreDeployInput
{
    /// <summary>Of a release, before it is started.</summary>
    public static HookCommand Read(JsonInput input)
    {
        var hook = ReadCommand(input) with { User = input.Text("user"), Privileged = input.Flag("privileged") ?? false };
        input.Done();
        return hook;
    }

    /// <summary>Of a plan, on its preview.</summary>
    public static HookCommand ReadCheck(JsonInput input)
    {
        var check = ReadCommand(input);
        input.Done();
        return check;
    }

    private static HookCommand ReadCommand(JsonInput input)
    {
        input.Require("command", "a program and its arguments");
        return new HookCommand(input.Texts("command") ?? [])
        {
            Env = (input.Map("env") ?? []).Select(entry => new EnvironmentVariable(entry.Key, entry.Value)).ToValueList(),
            Timeout = input.Duration("timeout"),
        };
    }
}
