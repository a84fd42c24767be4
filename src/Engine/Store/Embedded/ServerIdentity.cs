using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Sluice.Engine.Store.Embedded;

/// <summary>Port and password of the embedded server. Both are kept, so that one data source stays valid across restarts.</summary>
internal sealed record ServerIdentity(int Port, string Password)
{
    public const string User = "sluice";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        Username = User,
        Password = Password,
        Database = database,
    }.ConnectionString;

    /// <summary>Reads what was kept and makes what is missing. Call it with the instance lock held.</summary>
    public static ServerIdentity Establish(DataLayout layout)
    {
        var password = File.Exists(layout.Password) ? File.ReadAllText(layout.Password).Trim() : "";
        if (password.Length == 0)
        {
            if (Directory.Exists(layout.Cluster))
            {
                throw new EmbeddedPostgresException(
                    $"The password of the embedded database, {layout.Password}, is gone. Put it back from a backup, or use the cluster with a PostgreSQL of your own through ConnectionStrings:Sluice.");
            }

            password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            WritePrivate(layout.Password, password);
        }

        var kept = File.Exists(layout.Port) && int.TryParse(File.ReadAllText(layout.Port), CultureInfo.InvariantCulture, out var number) ? number : 0;
        // A server that outlived us still listens on its port; it is stopped before a new one starts, so the port counts as free.
        var port = kept > 0 && (File.Exists(layout.PostmasterFile) || IsFree(kept)) ? kept : FreePort();
        if (port != kept)
        {
            File.WriteAllText(layout.Port, port.ToString(CultureInfo.InvariantCulture));
        }

        return new(port, password);
    }

    public static void WritePrivate(string path, string text)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private });
        using var writer = new StreamWriter(file);
        writer.Write(text);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
