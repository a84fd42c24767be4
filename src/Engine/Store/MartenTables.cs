namespace Sluice.Engine.Store;

/// <summary>
/// The event tables of Marten 9, conjoined tenancy, stream ids as text. Names, types and keys are part of the promise:
/// Marten drops every column, index and foreign key that it does not expect, so nothing of our own goes here.
/// </summary>
internal sealed class MartenTables : ISchemaPart
{
    public string Name => "events";

    // Marten's own default for mt_events.timestamp is a constant; now() is accepted and right. Index and sequence are guarded
    // by a block because "if not exists" would lock the table against the writers of running nodes first.
    public string Sql => """
        create table if not exists mt_streams (
            tenant_id varchar not null default '*DEFAULT*',
            id varchar not null,
            type varchar null,
            version bigint null,
            timestamp timestamptz not null default now(),
            created timestamptz not null default now(),
            is_archived boolean default false,
            constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id));

        create table if not exists mt_events (
            seq_id bigint not null,
            id uuid not null,
            stream_id varchar null,
            version bigint not null,
            data jsonb not null,
            bdata bytea null,
            type varchar(500) not null,
            timestamp timestamptz not null default now(),
            tenant_id varchar default '*DEFAULT*',
            mt_dotnet_type varchar null,
            is_archived boolean default false,
            constraint pkey_mt_events_seq_id primary key (seq_id),
            constraint fkey_mt_events_stream_id_tenant_id foreign key (tenant_id, stream_id) references mt_streams (tenant_id, id));

        do $$ begin
            if to_regclass('pk_mt_events_stream_and_version') is null then
                create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version);
            end if;
            if to_regclass('mt_events_sequence') is null then
                create sequence mt_events_sequence owned by mt_events.seq_id;
            end if;
        end $$;

        create table if not exists mt_event_progression (
            name varchar not null,
            last_seq_id bigint null,
            last_updated timestamptz null default transaction_timestamp(),
            constraint pk_mt_event_progression primary key (name));
        """;
}
