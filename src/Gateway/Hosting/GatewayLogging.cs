namespace Sluice.Gateway.Hosting;

/// <summary>What the gateway says on its standard output: little, and nothing per request.</summary>
internal static class GatewayLogging
{
    public static void Add(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // A start that fails is told in one sentence by the program; with this logger silent no activity is made per request either.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // One line per failed request: the counters tell it, and the log is not flooded by a dead destination.
        logging.AddFilter("Yarp", LogLevel.None);
    }
}
