namespace Sluice.Dashboard.Deployments;

/// <summary>One history that cannot be read must not hide the others: it is left out, and the log says so.</summary>
internal static partial class Unreadable
{
    [LoggerMessage(1004, LogLevel.Error, "{What} cannot be read and is left out")]
    public static partial void LeaveOut(ILogger logger, Exception exception, string what);
}
