using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>Tells trouble with the database from mistakes of ours.</summary>
internal static class StoreFailure
{
    /// <summary>True when the same request may succeed later: no connection, server going down or starting, out of resources, deadlock.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException ex => ex.IsTransient || ex.SqlState[..2] is "08" or "53" or "57",
        NpgsqlException => true,
        TimeoutException or System.Net.Sockets.SocketException or IOException => true,
        _ => false,
    };

    public static StoreUnavailableException Unavailable(Exception inner) =>
        new($"The database cannot be used now: {inner.Message}", inner);
}
