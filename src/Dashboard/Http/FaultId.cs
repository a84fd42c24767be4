using System.Diagnostics;

namespace Sluice.Dashboard.Http;

/// <summary>The id under which a failed request is found in the log. Shown to the reader, who can quote it.</summary>
internal static class FaultId
{
    public static string Of(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
