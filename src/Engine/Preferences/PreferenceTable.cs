using Sluice.Engine.Store;

namespace Sluice.Engine.Preferences;

/// <summary>One row for each choice of each person.</summary>
internal sealed class PreferenceTable : ISchemaPart
{
    public string Name => "preferences";

    public string Sql => """
        create table if not exists sluice_preference (
            tenant_id text not null,
            person text not null,
            name text not null,
            data text not null,
            constraint sluice_preference_pkey primary key (tenant_id, person, name));
        """;
}
