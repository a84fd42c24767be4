using System.Diagnostics;
using System.Globalization;

namespace Sluice.Engine.Store.Embedded;

/// <summary>The cluster on disk: made once, then started and stopped.</summary>
internal sealed class PostgresCluster(DataLayout layout, PostgresBinaries binaries, ServerIdentity identity, EmbeddedPostgresSettings settings)
{
    private const long LargestLog = 10 * 1024 * 1024;

    /// <exception cref="EmbeddedPostgresException">It cannot be made, or it was made by something else.</exception>
    public async Task EnsureMadeAsync(CancellationToken ct)
    {
        if (!Directory.Exists(layout.Cluster))
        {
            await MakeAsync(ct);
        }

        var versionFile = Path.Combine(layout.Cluster, "PG_VERSION");
        if (!File.Exists(versionFile))
        {
            throw new EmbeddedPostgresException(
                $"{layout.Cluster} is not a PostgreSQL cluster: PG_VERSION is missing. Restore the folder from a backup, or move it away to start with an empty database.");
        }

        var version = (await File.ReadAllTextAsync(versionFile, ct)).Trim();
        if (!string.Equals(version, binaries.MajorVersion.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            throw new EmbeddedPostgresException(
                $"{layout.Cluster} was made by PostgreSQL {version}, but the programs found are version {binaries.MajorVersion}. Upgrade it with pg_upgrade, or install programs of version {version}.");
        }
    }

    public Process Start()
    {
        if (File.Exists(layout.Log) && new FileInfo(layout.Log).Length > LargestLog)
        {
            File.Move(layout.Log, layout.Log + ".1", overwrite: true);
        }

        string[] command =
        [
            .. ServerUser.Prefix, binaries.Program("postgres"), "-D", layout.Cluster,
            "-p", identity.Port.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1", "-k", "", "-c", "max_connections=200",
            .. (settings.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal)).SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
        ];
        return Command.StartDetached(command, layout.Postgres, layout.Log);
    }

    /// <summary>Ends the server of this cluster, also one that an earlier process left behind. A stale postmaster file does no harm.</summary>
    public Task<(int Code, string Output)> StopAsync(CancellationToken ct) => Command.RunAsync(
        [.. ServerUser.Prefix, binaries.Program("pg_ctl"), "stop", "-D", layout.Cluster, "-m", "fast", "-w", "-t", "20"], layout.Postgres, ct);

    public bool HasPostmasterFile => File.Exists(layout.PostmasterFile);

    /// <summary>The end of the server's log, for messages.</summary>
    public string LastLines()
    {
        if (!File.Exists(layout.Log))
        {
            return "(no log)";
        }

        return string.Join(Environment.NewLine, File.ReadLines(layout.Log).TakeLast(8));
    }

    private async Task MakeAsync(CancellationToken ct)
    {
        // A name that is only given once the cluster is whole: an initdb that was killed leaves nothing half-made.
        var unfinished = layout.Cluster + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var passwordCopy = Path.Combine(layout.Postgres, "password");
        ServerIdentity.WritePrivate(passwordCopy, identity.Password);
        await ServerUser.GiveAsync(layout.Postgres, ct);
        try
        {
            string[] locale = binaries.MajorVersion >= 17
                ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
                : ["--locale=C"];
            var (code, output) = await Command.RunAsync(
                [
                    .. ServerUser.Prefix, binaries.Program("initdb"), "-D", unfinished, "-U", ServerIdentity.User, "--pwfile", passwordCopy,
                    "--auth=scram-sha-256", "-E", "UTF8", .. locale, "--no-instructions",
                ],
                layout.Postgres,
                ct);
            if (code != 0)
            {
                throw new EmbeddedPostgresException($"The database could not be made in {layout.Cluster}. initdb said: {output}");
            }
        }
        finally
        {
            File.Delete(passwordCopy);
        }

        Directory.Move(unfinished, layout.Cluster);
    }
}
