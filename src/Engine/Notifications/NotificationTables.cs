using Sluice.Engine.Store;

namespace Sluice.Engine.Notifications;

/// <summary>Channels, the messages to them, and what will be told of if it lasts.</summary>
internal sealed class NotificationTables : ISchemaPart
{
    public string Name => "notifications";

    // Like the variables of releases, the secret lies here as it is: every node signs with it.
    public string Sql => """
        create table if not exists sluice_channel (
            tenant_id text not null,
            id text not null,
            name text not null,
            address text not null,
            secret text not null,
            team text,
            services text[] not null,
            environments text[] not null,
            kinds text[] not null,
            is_on boolean not null,
            created_at timestamptz not null,
            created_by text not null,
            changed_at timestamptz,
            changed_by text,
            busy_until timestamptz,
            last_delivered_at timestamptz,
            failing_since timestamptz,
            last_problem text,
            constraint sluice_channel_pkey primary key (tenant_id, id));
        alter table sluice_channel add column if not exists asked_at timestamptz;
        create unique index if not exists sluice_channel_name on sluice_channel (tenant_id, lower(name));

        create table if not exists sluice_delivery (
            tenant_id text not null,
            id text not null,
            channel text not null,
            deployment text,
            notices jsonb not null,
            prompt boolean not null,
            status text not null,
            created_at timestamptz not null,
            due_at timestamptz not null,
            ends_at timestamptz not null,
            attempts int not null default 0,
            last_attempt_at timestamptz,
            status_code int,
            problem text,
            answer text,
            constraint sluice_delivery_pkey primary key (tenant_id, id),
            constraint sluice_delivery_channel foreign key (tenant_id, channel) references sluice_channel (tenant_id, id) on delete cascade);
        alter table sluice_delivery add column if not exists refusals int not null default 0;
        alter table sluice_delivery add column if not exists refused_since timestamptz;
        create index if not exists sluice_delivery_waiting on sluice_delivery (tenant_id, channel, due_at, id) where status = 'waiting';
        create index if not exists sluice_delivery_newest on sluice_delivery (tenant_id, channel, created_at, id);
        create index if not exists sluice_delivery_told on sluice_delivery (tenant_id, channel, deployment, created_at, id) where not prompt;
        create index if not exists sluice_delivery_ending on sluice_delivery (ends_at) where status = 'waiting';
        create index if not exists sluice_delivery_over on sluice_delivery (created_at) where status <> 'waiting';

        create table if not exists sluice_hold (
            tenant_id text not null,
            deployment text not null,
            version bigint not null,
            due_at timestamptz not null,
            constraint sluice_hold_pkey primary key (tenant_id, deployment, version));
        create index if not exists sluice_hold_due on sluice_hold (due_at);
        """;
}
