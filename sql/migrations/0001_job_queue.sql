-- The queue's one table. The first block is the public contract that web apps and Edge Functions rely on; an
-- existing table of that shape is kept, with its rows. What Packdesk adds are columns with defaults, so that a
-- plain INSERT of (job_type, payload, user_id) stays a complete way to enqueue.
-- Every migration may be pasted into an SQL editor and may run twice.

create schema if not exists packdesk;

-- Which migrations have run, with the checksum of their text. The program's runner keeps it; migrations pasted by
-- hand leave no mark here, and the runner then runs them once more, which changes nothing.
create table if not exists packdesk.schema_migrations (
    version    integer primary key,
    name       text not null,
    checksum   text not null,
    applied_at timestamptz not null default now(),
    applied_by text not null default session_user
);

-- One ever-growing number for "which copy of this row is newer", and one for leases.
create sequence if not exists packdesk.version_seq;
create sequence if not exists packdesk.lease_seq;

create table if not exists public.job_queue (
    id            uuid primary key default gen_random_uuid(),
    job_type      text not null,
    payload       jsonb not null,
    status        text not null default 'pending'
                  constraint job_queue_status_check check (status in ('pending', 'processing', 'completed', 'failed')),
    retry_count   integer not null default 0,
    max_retries   integer not null default 3,
    error_message text,
    created_at    timestamptz not null default now(),
    processed_at  timestamptz,
    completed_at  timestamptz,
    user_id       text
);

-- What an older deployment's table may lack, or hold in a shape that can't be worked with.
alter table public.job_queue
    add column if not exists retry_count integer not null default 0,
    add column if not exists max_retries integer not null default 3,
    add column if not exists error_message text,
    add column if not exists created_at timestamptz not null default now(),
    add column if not exists processed_at timestamptz,
    add column if not exists completed_at timestamptz,
    add column if not exists user_id text;

do $$
declare
    c record;
begin
    for c in
        select w.name, w.kind, format_type(a.atttypid, a.atttypmod) as found
          from (values ('id', 'uuid'), ('job_type', 'text'), ('payload', 'jsonb'), ('status', 'text'),
                       ('retry_count', 'integer'), ('max_retries', 'integer'), ('error_message', 'text'),
                       ('created_at', 'timestamptz'), ('processed_at', 'timestamptz'),
                       ('completed_at', 'timestamptz'), ('user_id', 'text'), ('project_id', 'text'),
                       ('image_type', 'text'), ('parent_id', 'uuid'), ('expanded_at', 'timestamptz'),
                       ('children_total', 'integer'), ('children_done', 'integer'), ('priority', 'integer'),
                       ('run_after', 'timestamptz'), ('seq', 'bigint'), ('lease', 'bigint'),
                       ('lease_expires_at', 'timestamptz'), ('deadline_at', 'timestamptz'), ('worker_id', 'uuid'),
                       ('last_outcome', 'text'), ('cancel_requested_at', 'timestamptz'), ('progress', 'real'),
                       ('progress_shown_at', 'timestamptz'), ('unique_key', 'text'), ('version', 'bigint'))
               as w (name, kind)
          join pg_attribute a on a.attrelid = 'public.job_queue'::regclass and a.attname = w.name and not a.attisdropped
          join pg_type t on t.oid = a.atttypid
         where t.oid <> w.kind::regtype
           and not (w.kind = 'text' and t.typcategory = 'S')
           and not (w.kind in ('integer', 'real') and t.typcategory = 'N')
           and not (w.kind = 'timestamptz' and t.typcategory = 'D')
    loop
        raise exception 'There is a table job_queue already, and its column % is of type % where Packdesk needs %. Change that column, then try again; nothing was changed.',
            c.name, c.found, c.kind using errcode = 'PD003';
    end loop;
    -- a default is what makes a plain INSERT enough; one that exists stays
    for c in
        select w.name, w.value
          from (values ('id', 'gen_random_uuid()'), ('status', '''pending'''), ('retry_count', '0'),
                       ('max_retries', '3'), ('created_at', 'now()')) as w (name, value)
          join pg_attribute a on a.attrelid = 'public.job_queue'::regclass and a.attname = w.name and not a.atthasdef
    loop
        execute format('alter table public.job_queue alter column %I set default %s', c.name, c.value);
    end loop;
    update public.job_queue
       set status = coalesce(status, 'pending'), retry_count = coalesce(retry_count, 0),
           max_retries = coalesce(max_retries, 3), created_at = coalesce(created_at, now())
     where status is null or retry_count is null or max_retries is null or created_at is null;
end $$;

-- A payload may be any JSON. What is an id in it is a short string or a number; anything else is none.
create or replace function packdesk.payload_text(p_payload jsonb, p_key text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when jsonb_typeof(p_payload -> p_key) in ('string', 'number')
                 and char_length(p_payload ->> p_key) between 1 and 200 then p_payload ->> p_key end;
$$;

do $$
declare
    adopting boolean := not exists (select from pg_attribute where attrelid = 'public.job_queue'::regclass
                                       and attname = 'seq' and not attisdropped);
begin
    alter table public.job_queue
        -- whose work it is, copied from the payload so that it can be indexed; no foreign key: a job may name a
        -- project that is gone, and must then fail with a reason instead of being refused
        add column if not exists project_id text,
        add column if not exists image_type text,
        -- a pack's six jobs point at the pack's own job
        add column if not exists parent_id uuid references public.job_queue (id) on delete cascade,
        add column if not exists expanded_at timestamptz,
        add column if not exists children_total integer not null default 0,
        add column if not exists children_done integer not null default 0,
        -- order: higher priority first, then first come first served; seq breaks ties within one transaction
        add column if not exists priority integer not null default 0,
        add column if not exists run_after timestamptz not null default now(),
        add column if not exists seq bigint generated by default as identity,
        -- who holds it, until when, and how long this attempt may take in all
        add column if not exists lease bigint,
        add column if not exists lease_expires_at timestamptz,
        add column if not exists deadline_at timestamptz,
        add column if not exists worker_id uuid,
        add column if not exists last_outcome text,
        add column if not exists cancel_requested_at timestamptz,
        add column if not exists progress real,
        add column if not exists progress_shown_at timestamptz,
        -- "the same work": only an active row carries one
        add column if not exists unique_key text,
        add column if not exists version bigint not null default 0;

    -- rows that were here before us: in the order they came, and with their project
    if adopting then
        with ordered as (select id, row_number() over (order by created_at, seq) as n from public.job_queue)
        update public.job_queue q
           set seq = o.n,
               project_id = packdesk.payload_text(q.payload, 'projectId'),
               image_type = case when q.job_type = 'generate-image'
                                 then packdesk.payload_text(q.payload, 'imageType') end
          from ordered o
         where q.id = o.id;
    end if;
end $$;

-- No fifth word, ever. An older deployment's own check stays beside ours; its rows with another word stay too.
do $$
begin
    if not exists (select from pg_constraint
                   where conrelid = 'public.job_queue'::regclass
                     and conname in ('job_queue_status_check', 'packdesk_status_check')
                     and (select array_agg(m[1] order by m[1])
                            from regexp_matches(pg_get_constraintdef(oid), '''([^'']*)''', 'g') m)
                         = array['completed', 'failed', 'pending', 'processing']) then
        begin
            alter table public.job_queue add constraint packdesk_status_check
                check (status in ('pending', 'processing', 'completed', 'failed'));
        exception when check_violation then
            alter table public.job_queue add constraint packdesk_status_check
                check (status in ('pending', 'processing', 'completed', 'failed')) not valid;
        end;
    end if;
end $$;

-- The claim walks this one in order. A pack whose children exist waits for them and is nobody's to claim.
create index if not exists job_queue_due
    on public.job_queue (priority desc, created_at, seq) where status = 'pending' and expanded_at is null;
-- Few rows at any time. lease_expires_at is deliberately in no index: heartbeats stay heap-only updates.
create index if not exists job_queue_held
    on public.job_queue (seq) where status = 'processing' and expanded_at is null;
create unique index if not exists job_queue_same_work
    on public.job_queue (unique_key) where unique_key is not null;
create index if not exists job_queue_parent on public.job_queue (parent_id) where parent_id is not null;
create index if not exists job_queue_project on public.job_queue (project_id, seq) where project_id is not null;
-- When the next scheduled or retried job comes due.
create index if not exists job_queue_waiting
    on public.job_queue (run_after) where status = 'pending' and expanded_at is null;
create index if not exists job_queue_newest on public.job_queue (seq desc);

-- A queue table changes all the time: room for heap-only updates, and early, unthrottled vacuum.
alter table public.job_queue set (
    fillfactor = 75,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 200,
    autovacuum_analyze_scale_factor = 0.05,
    autovacuum_vacuum_cost_delay = 0
);

comment on table public.job_queue is 'Packdesk''s job queue. Enqueue with a plain INSERT; claim with get_next_job().';
