using Sluice.Engine.Store;

namespace Sluice.Engine.Access;

/// <summary>Accounts, tokens, and a number that grows with every change, so that nodes look at one row to know whether to read again.</summary>
internal sealed class AccessTables : ISchemaPart
{
    public string Name => "access";

    public string Sql => """
        create table if not exists sluice_account (
            tenant_id text not null,
            name text not null,
            display_name text not null,
            source text not null,
            password_hash text null,
            groups text[] not null,
            grants text[] not null,
            stamp text not null,
            disabled boolean not null,
            failures integer not null default 0,
            locked_until timestamptz null,
            created_at timestamptz not null,
            created_by text not null,
            last_sign_in_at timestamptz null,
            constraint sluice_account_pkey primary key (tenant_id, name));
        alter table sluice_account add column if not exists shows_presence boolean not null default true;
        create table if not exists sluice_api_token (
            id text not null,
            tenant_id text not null,
            name text not null,
            hash text not null,
            grants text[] not null,
            created_at timestamptz not null,
            expires_at timestamptz not null,
            created_by text not null,
            owner text null,
            revoked_at timestamptz null,
            last_used_at timestamptz null,
            constraint sluice_api_token_pkey primary key (id));
        create table if not exists sluice_access_change (
            id boolean not null default true,
            number bigint not null,
            constraint sluice_access_change_pkey primary key (id),
            constraint sluice_access_change_single check (id));
        insert into sluice_access_change (number) values (1) on conflict do nothing;
        """;
}
