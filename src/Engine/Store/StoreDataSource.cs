using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>Makes the one data source that everything shares. It connects at the first use, so the database may start later.</summary>
public static class StoreDataSource
{
    /// <summary>All tables are named without a schema; the search path leads to theirs. Statements are prepared by themselves.</summary>
    public static NpgsqlDataSource Create(string connectionString, string schema)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.SearchPath = schema;
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 100);
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= "sluice";
        return builder.Build();
    }
}
