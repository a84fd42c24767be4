using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Deployments;
using Sluice.Engine.Traffic;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Shows how requests are copied.</summary>
internal static class MirrorViews
{
    public static MirrorView? Of(Deployment d, ReadMirror? counted) => d.Spec.Plan.Mirror is { } how
        ? new(how.UnsafeMethods, how.MaxBody, d.AskedMirror.Percent, d.SetMirror.Percent, counted is null ? null : new(counted.Copied, counted.Errors, counted.Dropped, counted.Unfit))
        : null;
}
