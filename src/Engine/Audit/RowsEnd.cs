using Npgsql;

namespace Sluice.Engine.Audit;

/// <summary>Closes a reader that may have been left in the middle of a long answer.</summary>
internal static class RowsEnd
{
    public static async ValueTask CloseAsync(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader? rows, bool ended)
    {
        if (rows is not null)
        {
            // Closing alone would read the rest first.
            if (!ended)
            {
                command.Cancel();
            }

            try
            {
                await rows.DisposeAsync();
            }
            catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.QueryCanceled)
            {
                // As asked.
            }
        }

        await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
