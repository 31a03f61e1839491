-- Who processes, what every attempt came to, who did what, and the queue's few settings.

create table if not exists packdesk.workers (
    id             uuid primary key,
    name           text not null,
    kind           text not null check (kind in ('app', 'headless')),
    app_version    text not null default '',
    slots          integer not null check (slots between 1 and 64),
    -- the session lock that dies with the worker's connection; null where a pooler hides connections
    lock_no        integer,
    paused         boolean not null default false,
    started_at     timestamptz not null default now(),
    heartbeat_at   timestamptz not null default now(),
    stopped_at     timestamptz,
    version        bigint not null default 0
);
create sequence if not exists packdesk.worker_lock_seq as integer maxvalue 2147483647 cycle;
drop trigger if exists bump on packdesk.workers;
create trigger bump before insert or update on packdesk.workers for each row execute function packdesk.bump_version();

create table if not exists packdesk.job_attempts (
    id         bigint generated always as identity primary key,
    job_id     uuid not null references public.job_queue (id) on delete cascade,
    attempt    integer not null,
    lease      bigint,
    worker_id  uuid,
    started_at timestamptz not null,
    ended_at   timestamptz not null,
    outcome    text not null check (outcome in ('completed', 'failed', 'retrying', 'cancelled', 'released', 'lost')),
    error      text,
    traceback  text
);
create index if not exists job_attempts_job on packdesk.job_attempts (job_id, id);

create table if not exists packdesk.job_types (
    job_type    text primary key,
    deadline    interval not null check (deadline > interval '0'),
    description text not null default ''
);
insert into packdesk.job_types (job_type, deadline, description) values
    ('generate-image', '5 minutes', 'One listing image'),
    ('generate-complete-pack', '2 minutes', 'Creates the jobs of a complete pack; then waits for them without a worker'),
    ('generate-aplus', '10 minutes', 'A+ content modules')
on conflict (job_type) do nothing;

-- One row. Times are the database's clock everywhere.
create table if not exists packdesk.queue_settings (
    only_row         boolean primary key default true check (only_row),
    paused           boolean not null default false,
    lease            interval not null default '30 seconds',
    -- for clients that know no leases and so can't renew one
    leaseless_lease  interval not null default '10 minutes',
    default_deadline interval not null default '10 minutes',
    backoff_base     interval not null default '1 second',
    backoff_cap      interval not null default '5 minutes'
);
insert into packdesk.queue_settings default values on conflict do nothing;

create table if not exists packdesk.audit_log (
    id     bigint generated always as identity primary key,
    at     timestamptz not null default clock_timestamp(),
    actor  text not null default session_user,
    action text not null,
    items  integer not null,
    detail jsonb not null default '{}'
);
create index if not exists audit_log_at on packdesk.audit_log (at desc);

create or replace function packdesk.audit(p_action text, p_items integer, p_detail jsonb default '{}') returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into packdesk.audit_log (action, items, detail) values (p_action, p_items, p_detail);
$$;
