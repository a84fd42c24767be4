namespace Sluice.Domain.Hooks;

/// <summary>What the commands of a deployment are called.</summary>
public static class HookNames
{
    /// <summary>Within a sentence, after an article.</summary>
    public static string Name(this HookStage stage) => stage == HookStage.Preview ? "check on the preview" : "pre-deploy command";
}
