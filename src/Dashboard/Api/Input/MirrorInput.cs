using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads how requests are copied.</summary>
internal static class MirrorInput
{
    /// <param name="plan">The plan, with <c>mirror</c>.</param>
    /// <returns>Null when it has none.</returns>
    public static Mirroring? Read(JsonInput plan)
    {
        if (plan.Object("mirror") is not { } input)
        {
            return null;
        }

        var mirror = new Mirroring(input.Flag("unsafe_methods") ?? false, input.Whole("max_body") ?? Mirroring.UsualBody);
        input.Done();
        return mirror;
    }
}
