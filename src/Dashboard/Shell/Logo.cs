using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Shell;

/// <summary>A gate, half open, above water. Markup and not a component, which would cost every viewer two kilobytes.</summary>
internal static class Logo
{
    public static MarkupString Drawn { get; } = new("""
        <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><rect class="logo__gate" x="3" y="2.5" width="3" height="19" rx="1.5" /><rect class="logo__gate" x="18" y="2.5" width="3" height="19" rx="1.5" /><rect class="logo__gate" x="8" y="4" width="8" height="7" rx="1.5" /><path class="logo__water" d="M8 15.2c1.35-1.1 2.65-1.1 4 0s2.65 1.1 4 0M8 19.2c1.35-1.1 2.65-1.1 4 0s2.65 1.1 4 0" /></svg>
        """);
}
