namespace Sluice.Domain.Hooks;

/// <summary>When in a deployment a command is run once.</summary>
public enum HookStage
{
    /// <summary>Before the first instance of the release is started: what the release says.</summary>
    PreDeploy,

    /// <summary>With all instances of the release ready and before anybody is served by them: what the plan says.</summary>
    Preview,
}
