namespace Sluice.Engine.Store;

/// <summary>What the store itself keeps beside the events: where readers are, and which commands were applied.</summary>
internal sealed class StoreTables : ISchemaPart
{
    public const string CommandKey = "sluice_command_pkey";

    public string Name => "cursors and commands";

    public string Sql => """
        create table if not exists sluice_cursor (
            name text not null,
            position bigint not null,
            updated timestamptz not null default now(),
            constraint sluice_cursor_pkey primary key (name));

        create table if not exists sluice_command (
            tenant_id text not null,
            command_id text not null,
            answer jsonb not null,
            at timestamptz not null,
            constraint sluice_command_pkey primary key (tenant_id, command_id));
        """;
}
