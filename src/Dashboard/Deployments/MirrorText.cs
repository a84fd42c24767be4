using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Deployments;

/// <summary>What a phase gives the new release, traffic or copies of it, in words.</summary>
internal static class MirrorText
{
    public static string Share(IStringLocalizer<Texts> texts, Phase phase) => phase.Mirror is { } copies ? texts["Mirror.Copies", copies].Value : phase.Share.ToString();

    public static string How(IStringLocalizer<Texts> texts, Mirroring how) => texts[how.UnsafeMethods ? "Mirror.HowAll" : "Mirror.HowSafe", how.MaxBody].Value;
}
