using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <summary>The entries, the chain over events and entries, and the list that is read from both.</summary>
internal sealed class AuditTables : ISchemaPart
{
    public string Name => "audit";

    public string Sql => """
        create sequence if not exists sluice_audit_number;

        create table if not exists sluice_audit (
            number bigint not null default nextval('sluice_audit_number'),
            tenant_id text not null,
            at timestamptz not null,
            actor text not null,
            on_behalf_of text null,
            action text not null,
            object text not null,
            service text null,
            environment text null,
            deployment text null,
            outcome text not null,
            reason text null,
            source text not null,
            address text null,
            seen bigint null,
            version bigint null,
            diff jsonb null,
            constraint sluice_audit_pkey primary key (number));

        create table if not exists sluice_chain (
            tenant_id text not null,
            link bigint not null,
            kind text not null,
            number bigint not null,
            stream text null,
            version bigint null,
            hash bytea not null,
            constraint sluice_chain_pkey primary key (tenant_id, link));

        create table if not exists sluice_chain_head (
            tenant_id text not null,
            link bigint not null,
            hash bytea not null,
            constraint sluice_chain_head_pkey primary key (tenant_id));

        create table if not exists sluice_audit_line (
            tenant_id text not null,
            link bigint not null,
            at timestamptz not null,
            actor text not null,
            actor_kind text not null,
            on_behalf_of text null,
            action text not null,
            category text not null,
            object text not null,
            service text null,
            environment text null,
            deployment text null,
            outcome text not null,
            reason text null,
            source text not null,
            address text null,
            seen bigint null,
            version bigint null,
            against text null,
            diff text null,
            constraint sluice_audit_line_pkey primary key (tenant_id, link));

        create index if not exists sluice_audit_line_at on sluice_audit_line (tenant_id, at);
        create index if not exists sluice_audit_line_actor on sluice_audit_line (tenant_id, actor, link);
        create index if not exists sluice_audit_line_action on sluice_audit_line (tenant_id, action, link);
        create index if not exists sluice_audit_line_service on sluice_audit_line (tenant_id, service, link);
        create index if not exists sluice_audit_line_outcome on sluice_audit_line (tenant_id, outcome, link);
        """;
}
