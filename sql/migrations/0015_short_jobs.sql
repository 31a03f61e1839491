-- Short jobs by the hundred. What a worker hands in and what it takes next become one transaction, and these functions
-- write history and notices of their rows themselves: the triggers, which must find out what happened by comparing
-- every row's two copies, cost more than all the rest together. Fencing, history, notices and durability stay.

-- As in 0004, and it takes back the mark that stops packdesk_updated (below). Every row passes through here but those
-- that come with a new version, as our functions alone bring them: whoever sets that mark by hand achieves nothing.
create or replace function packdesk.normalise_job() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    settings packdesk.queue_settings;
begin
    perform set_config('packdesk.is_told', '', true);
    new.version := nextval('packdesk.version_seq');
    if tg_op = 'INSERT' then
        new.project_id := coalesce(new.project_id, packdesk.payload_text(new.payload, 'projectId'));
        if new.job_type = 'generate-image' then
            new.image_type := coalesce(new.image_type, packdesk.payload_text(new.payload, 'imageType'));
        end if;
        -- columns of an adopted table may allow null
        new.status := coalesce(new.status, 'pending');
        new.retry_count := coalesce(new.retry_count, 0);
        new.max_retries := coalesce(new.max_retries, 3);
        new.created_at := coalesce(new.created_at, now());
    elsif new.status = old.status then
        return new;
    end if;

    if new.status = 'processing' and new.expanded_at is null then
        if tg_op = 'INSERT' then
            new.processed_at := coalesce(new.processed_at, clock_timestamp());
        elsif new.processed_at is not distinct from old.processed_at then
            new.processed_at := clock_timestamp();
        end if;
        if new.lease is null or (tg_op = 'UPDATE' and new.lease is not distinct from old.lease) then
            -- taken without a lease, by mark_job_processing or by hand: lend it one it needn't know of
            select * into settings from packdesk.queue_settings;
            new.lease := nextval('packdesk.lease_seq');
            new.worker_id := null;
            new.lease_expires_at := clock_timestamp() + settings.leaseless_lease;
            new.deadline_at := null;
        end if;
    else
        new.lease_expires_at := null;
        new.deadline_at := null;
    end if;

    if new.status in ('completed', 'failed') then
        if tg_op = 'INSERT' then
            new.completed_at := coalesce(new.completed_at, clock_timestamp());
        elsif new.completed_at is not distinct from old.completed_at then
            new.completed_at := clock_timestamp();
        end if;
        new.unique_key := null;
        if new.status = 'completed' then
            new.error_message := null;
            new.progress := 1;
            new.cancel_requested_at := null;
        end if;
    elsif tg_op = 'UPDATE' and old.status in ('completed', 'failed') then
        new.completed_at := null;
        new.cancel_requested_at := null;
        new.error_message := case when new.error_message is distinct from old.error_message then new.error_message end;
    end if;
    if new.status = 'pending' and new.expanded_at is null then
        new.lease := null;
        new.progress := null;
    end if;
    return new;
end $$;

drop trigger if exists packdesk_normalise on public.job_queue;
drop trigger if exists packdesk_normalise_new on public.job_queue;
-- a job as most are enqueued has nothing to fill in. Whatever is said here is read and planned anew for every statement:
-- few words, and rather once too often
create trigger packdesk_normalise_new before insert on public.job_queue for each row
    when (new.status is distinct from 'pending'
          or num_nulls(new.retry_count, new.max_retries, new.created_at) > 0
          or num_nonnulls(new.lease, new.lease_expires_at, new.deadline_at, new.progress) > 0
          or (num_nulls(new.project_id, new.image_type) > 0 and new.payload ?| '{projectId,imageType}'))
    execute function packdesk.normalise_job();
-- 0 is older than any version it will get
create trigger packdesk_normalise before update on public.job_queue for each row
    when (new.version is not distinct from old.version) execute function packdesk.normalise_job();

drop trigger if exists packdesk_updated on public.job_queue;
create trigger packdesk_updated after update on public.job_queue
    referencing new table as new_rows old table as old_rows for each statement
    when (current_setting('packdesk.is_told', true) is distinct from 'yes') execute function packdesk.jobs_updated();

-- As in 0004. Most statements bring one job, whose notices should cost less than the job; of a thousand no id is
-- collected that no notice can hold.
create or replace function packdesk.jobs_inserted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
    one record;
    job uuid;
    pack uuid;
    project text;
    wakes boolean;
    rows integer := 0;
    s record;
begin
    for one in select id, parent_id, project_id, status = 'pending' and expanded_at is null as wakes from new_rows loop
        rows := rows + 1;
        exit when rows = 2;
        job := one.id;
        pack := one.parent_id;
        project := one.project_id;
        wakes := one.wakes;
    end loop;
    if rows = 1 then
        if pack is not null or project is not null then
            perform packdesk.refresh_packs_and_projects(array_remove(array[pack], null), array_remove(array[project], null));
        end if;
        perform pg_notify('packdesk_changes', '{"table":"jobs","ids":["' || job || '"]}');
    elsif rows = 2 then
        select array_agg(parent_id) filter (where parent_id is not null) as packs,
               array_agg(distinct project_id) filter (where project_id is not null) as projects,
               bool_or(status = 'pending' and expanded_at is null) as wakes,
               (select array_agg(few.id::text) from (select id from new_rows limit 101) few) as ids
          into s from new_rows;
        if s.packs is not null or s.projects is not null then
            perform packdesk.refresh_packs_and_projects(s.packs, s.projects);
        end if;
        perform packdesk.notify_ids('jobs', s.ids);
        wakes := s.wakes;
    end if;
    if wakes then
        perform pg_notify('packdesk_wake', '');
    end if;
    return null;
end $$;

-- Nearly every job is due when it comes: only those that wait for their time need the index that knows it.
create index if not exists job_queue_delayed on public.job_queue (run_after)
    where status = 'pending' and expanded_at is null and run_after > created_at;
drop index if exists public.job_queue_waiting;

-- A completed job is in three indexes: its key, the newest first, and when it ended. What states are wanted for in the
-- list are the others; who wants the completed ones finds them at every step of the newest.
create index if not exists job_queue_unfinished on public.job_queue (status, seq desc) where status <> 'completed';
create index if not exists job_queue_ended on public.job_queue (completed_at) where status = 'completed';
drop index if exists public.job_queue_state;
drop index if exists public.job_queue_held;
drop index if exists public.job_queue_failed;

create or replace function packdesk.outlook(p_worker uuid, out next_due_s double precision, out held_by_others integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select (select least((select 0 from public.job_queue
                           where status = 'pending' and expanded_at is null and run_after <= created_at limit 1),
                         (select case when min(run_after) is not null
                                      then greatest(extract(epoch from min(run_after) - clock_timestamp()), 0) end
                            from public.job_queue
                           where status = 'pending' and expanded_at is null and run_after > created_at))),
           (select count(*)::int from public.job_queue
             where status = 'processing' and expanded_at is null and worker_id is distinct from p_worker);
$$;

-- Of an attempt that completed its job, the job's row tells all there is: who, when, with which lease. Only the others
-- need a row of their own, and a completed one once its job is taken up again (jobs_updated). packdesk.attempts has
-- them all.
create or replace view packdesk.attempts with (security_invoker = true) as
select id, job_id, attempt, lease, worker_id, started_at, ended_at, outcome, error, traceback
  from packdesk.job_attempts
union all
select null, id, retry_count + 1, lease, worker_id, coalesce(processed_at, completed_at), completed_at, 'completed', null, null
  from public.job_queue where status = 'completed' and expanded_at is null;
comment on view packdesk.attempts is 'Every attempt at a job; within a job the one without an id is the last.';
grant select on packdesk.attempts to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;

-- The newest of them, each kind by its own index: of both together a planner would read and sort all there are.
create or replace function packdesk.attempts_since(p_since timestamptz, p_limit integer) returns setof packdesk.attempts
language sql stable security invoker set search_path = pg_catalog, pg_temp as $$
    select * from (
        (select id, job_id, attempt, lease, worker_id, started_at, ended_at, outcome, error, traceback
           from packdesk.job_attempts where ended_at > p_since order by ended_at desc limit p_limit)
        union all
        (select null, id, retry_count + 1, lease, worker_id, coalesce(processed_at, completed_at), completed_at,
                'completed', null, null
           from public.job_queue
          where status = 'completed' and expanded_at is null and completed_at > p_since
          order by completed_at desc limit p_limit)) both_kinds
     order by ended_at desc limit p_limit
$$;
delete from packdesk.job_attempts a using public.job_queue q
 where q.id = a.job_id and q.status = 'completed' and q.expanded_at is null and a.outcome = 'completed'
   and a.lease is not distinct from q.lease;

-- As in 0004, but for the history of what completed.
create or replace function packdesk.jobs_updated() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    s record;
begin
    -- Heartbeats change only the lease's end and the raw progress: they pass without a trace. Between pending and
    -- processing a project stays what it is, and so does a pack but for its first job. What a pack's change means
    -- for the project is seen to by whoever changed it because of its jobs (that is the trigger within a trigger).
    select array_agg(n.id::text) as ids,
           array_agg(n.parent_id) filter (where n.parent_id is not null and settled)
               || array_agg(o.parent_id) filter (where o.parent_id is distinct from n.parent_id
                                                   and o.parent_id is not null) as packs,
           array_agg(n.parent_id) filter (where n.parent_id is not null and not settled
                                            and ((n.status = 'processing' and o.status = 'pending')
                                                 or n.retry_count > o.retry_count)) as started,
           array_agg(n.project_id) filter (where n.project_id is not null and settled and not follows)
               || array_agg(o.project_id) filter (where o.project_id is distinct from n.project_id
                                                    and o.project_id is not null) as projects,
           bool_or(n.status = 'pending' and n.expanded_at is null
                   and (n.status <> o.status or n.run_after < o.run_after)) as wake
      into s
      from new_rows n join old_rows o using (id)
     cross join lateral (
           select (n.parent_id, n.project_id, n.cancel_requested_at, n.children_done)
                      is distinct from (o.parent_id, o.project_id, o.cancel_requested_at, o.children_done)
                  or (n.status <> o.status
                      and (n.status in ('completed', 'failed') or o.status in ('completed', 'failed'))) as settled,
                  pg_trigger_depth() > 1 and n.expanded_at is not null and o.expanded_at is not null as follows) m
     where (n.status, n.progress_shown_at, n.priority, n.run_after, n.retry_count, n.max_retries,
            n.cancel_requested_at, n.error_message, n.children_done, n.children_total, n.parent_id, n.project_id,
            n.lease, n.payload, n.job_type, n.user_id, n.expanded_at)
           is distinct from
           (o.status, o.progress_shown_at, o.priority, o.run_after, o.retry_count, o.max_retries,
            o.cancel_requested_at, o.error_message, o.children_done, o.children_total, o.parent_id, o.project_id,
            o.lease, o.payload, o.job_type, o.user_id, o.expanded_at);
    if s.ids is null then
        return null;
    end if;

    insert into packdesk.job_attempts (job_id, attempt, lease, worker_id, started_at, ended_at, outcome, error)
    select n.id, o.retry_count + 1, o.lease, o.worker_id,
           case when o.status = 'completed' then coalesce(o.processed_at, o.completed_at, clock_timestamp())
                when o.status = 'processing' then coalesce(o.processed_at, clock_timestamp())
                else clock_timestamp() end,
           case when o.status = 'completed' then coalesce(o.completed_at, clock_timestamp()) else clock_timestamp() end,
           case when o.status = 'completed' or n.expanded_at is not null then 'completed'
                when n.cancel_requested_at is not null then 'cancelled'
                when n.status = 'failed' and n.last_outcome is distinct from 'lost' then 'failed'
                when n.last_outcome in ('lost', 'released') then n.last_outcome
                when n.retry_count > o.retry_count then 'retrying'
                else 'released' end,
           case when o.status <> 'completed' then left(n.error_message, 4000) end
      from new_rows n join old_rows o using (id)
     where o.expanded_at is null
       and ((o.status = 'completed' and n.status <> 'completed')
            or (o.status <> 'completed' and (n.status <> 'completed' or n.expanded_at is not null)
                and ((o.status = 'processing' and (n.status <> 'processing' or n.lease is distinct from o.lease))
                     or (o.status = 'processing' and n.expanded_at is not null)
                     or (o.status = 'pending' and n.status = 'failed' and n.cancel_requested_at is null)
                     or (o.status = 'pending' and n.status = 'pending' and n.retry_count > o.retry_count))));

    if s.started is not null then
        perform packdesk.start_packs(s.started);
    end if;
    perform packdesk.refresh_packs_and_projects(s.packs, s.projects);
    perform packdesk.notify_ids('jobs', s.ids);
    if s.wake then
        perform pg_notify('packdesk_wake', '');
    end if;
    return null;
end $$;

-- The history goes with its jobs, by the statement: a foreign key is looked up for every attempt that is written.
create or replace function packdesk.jobs_deleted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    s record;
begin
    -- what was finished has had its effect: old jobs go, their projects stay what they are
    select array_agg(id) as jobs,
           array_agg(parent_id) filter (where parent_id is not null) as packs,
           array_agg(project_id) filter (where project_id is not null and status in ('pending', 'processing'))
               as projects,
           (select array_agg(few.id::text) from (select id from old_rows limit 101) few) as ids
      into s from old_rows;
    if s.jobs is null then
        return null;
    end if;
    delete from packdesk.job_attempts where job_id = any (s.jobs);
    perform packdesk.refresh_packs_and_projects(s.packs, s.projects);
    perform packdesk.notify_ids('jobs', s.ids);
    return null;
end $$;

create or replace function packdesk.jobs_truncated() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    truncate packdesk.job_attempts;
    return null;
end $$;
revoke all on function packdesk.jobs_truncated() from public;
drop trigger if exists packdesk_truncated on public.job_queue;
create trigger packdesk_truncated after truncate on public.job_queue
    for each statement execute function packdesk.jobs_truncated();

-- One index less for every attempt: all who look one up know its job.
do $$
begin
    alter table packdesk.job_attempts drop constraint if exists job_attempts_job_id_fkey;
    if exists (select from pg_constraint where conrelid = 'packdesk.job_attempts'::regclass and contype = 'p'
                  and cardinality(conkey) = 1) then
        alter table packdesk.job_attempts drop constraint job_attempts_pkey;
        alter table packdesk.job_attempts add primary key (job_id, id);
    end if;
end $$;
drop index if exists packdesk.job_attempts_job;

-- Hand jobs in that have no result but their end; the ids of those that were somebody else's by now. No lease is ever
-- given twice, so a job that is named and holds one of the leases holds its own. Rows must be locked in the order that
-- everybody locks jobs in, that of the key: the settings, and a status that no partial index knows, leave no other way.
create or replace function packdesk.finish_jobs(p_jobs uuid[], p_leases bigint[]) returns uuid[]
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_bitmapscan = off set enable_seqscan = off
as $$
declare
    s record;
begin
    perform set_config('packdesk.is_told', 'yes', true);
    with done as (
        update public.job_queue q
           set status = 'completed', completed_at = clock_timestamp(), lease_expires_at = null, deadline_at = null,
               unique_key = null, error_message = null, progress = 1, cancel_requested_at = null,
               version = nextval('packdesk.version_seq')
         where q.id = any (p_jobs) and q.lease = any (p_leases) and q.status || '' = 'processing' and q.expanded_at is null
        returning q.id, q.parent_id, q.project_id
    )
    select coalesce(array_agg(id), '{}') as jobs,
           array_agg(parent_id) filter (where parent_id is not null) as packs,
           array_agg(distinct project_id) filter (where project_id is not null) as projects
      into s from done;
    perform set_config('packdesk.is_told', '', true);
    if s.packs is not null or s.projects is not null then
        perform packdesk.refresh_packs_and_projects(s.packs, s.projects);
    end if;
    perform packdesk.notify_ids('jobs', s.jobs::text[]);
    if cardinality(s.jobs) = cardinality(p_jobs) then
        return '{}';
    end if;
    return array(select g.id from unnest(p_jobs) as g (id) where g.id <> all (s.jobs));
end $$;

-- One round trip and one commit for "these are done, what is next". A row without a lease names a job of p_jobs that
-- was somebody else's by now; the others are claimed. It tells of its rows itself.
--
-- The line is always walked in the order of job_queue_due, and expired leases are looked for in their index: without
-- these settings a planner that has last seen an empty queue would rather collect and sort all that wait, or read all.
-- (What is switched off only costs a lot: enough, before version 18, for compiling a plan of three rows.) A plan is made once for all: anew for every job it would cost as
-- much as the job's own statements, and there is only one way to go anyway. Workers look for expired leases every second
-- and a half: here they are read first only for those who say so, else when nothing is due.
create or replace function packdesk.finish_and_claim(
    p_worker uuid, p_jobs uuid[], p_leases bigint[], p_limit integer, p_expired_first boolean default false)
returns setof packdesk.claimed_job
language plpgsql security definer set search_path = pg_catalog, pg_temp
    set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off set jit = off
    set plan_cache_mode = force_generic_plan
as $$
declare
    stale packdesk.claimed_job;
    s record;
    due uuid[];
    packs uuid[];
begin
    if cardinality(p_jobs) > 0 then
        foreach stale.id in array packdesk.finish_jobs(p_jobs, p_leases) loop
            return next stale;
        end loop;
    end if;
    if coalesce(p_limit, 0) <= 0 then
        return;
    end if;
    select q.paused or exists (select from packdesk.workers where id = p_worker and paused) as paused,
           q.lease, q.leaseless_lease, q.default_deadline,
           array(select job_type from packdesk.job_types order by job_type) as types,
           array(select deadline from packdesk.job_types order by job_type) as deadlines
      into s from packdesk.queue_settings q;
    if s.paused then
        return;
    end if;
    for look in 1 .. 2 loop
        if look = 2 or p_expired_first then
            -- expired leases are claimed as well: back into the queue, at the cost of an attempt
            if exists (select from public.job_queue where status = 'processing' and expanded_at is null
                          and (lease_expires_at is null or lease_expires_at < clock_timestamp())) then
                perform packdesk.rescue_jobs(p_check_sessions => false);
            elsif look = 2 then
                return;
            end if;
        end if;
        select array_agg(n.id), array_agg(n.parent_id) filter (where n.parent_id is not null)
          into due, packs
          from (select q.id, q.parent_id from public.job_queue q
                 where q.status = 'pending' and q.expanded_at is null and q.run_after <= clock_timestamp()
                 order by q.priority desc, q.created_at, q.seq
                 limit p_limit for no key update skip locked) n;
        exit when due is not null;
        if p_expired_first then
            return;
        end if;
    end loop;
    if due is null then
        return;
    end if;
    perform set_config('packdesk.is_told', 'yes', true);
    -- ANY (array) keeps the planner on the primary key whatever it believes about the number of rows
    return query
    with taken as (
        update public.job_queue q
           set status = 'processing', worker_id = p_worker, lease = nextval('packdesk.lease_seq'),
               processed_at = clock_timestamp(),
               deadline_at = case when p_worker is not null then clock_timestamp() + coalesce(
                   s.deadlines[array_position(s.types, q.job_type::text)], s.default_deadline) end,
               lease_expires_at = clock_timestamp() + case when p_worker is null then s.leaseless_lease
                   else least(s.lease, coalesce(
                       s.deadlines[array_position(s.types, q.job_type::text)], s.default_deadline)) end,
               last_outcome = null, cancel_requested_at = null, version = nextval('packdesk.version_seq')
         where q.id = any (due)
        returning q.*
    )
    -- the casts are for adopted tables
    select t.id, t.job_type::text, t.payload, t.project_id::text, t.image_type::text, t.parent_id,
           t.retry_count::integer, t.max_retries::integer, t.user_id::text, t.lease, t.lease_expires_at, t.deadline_at
      from taken t order by t.priority desc, t.created_at, t.seq;
    perform set_config('packdesk.is_told', '', true);
    if packs is not null then
        perform packdesk.start_packs(packs);
    end if;
    perform packdesk.notify_ids('jobs', due::text[]);
end $$;
drop function if exists packdesk.next_in_line(integer);

create or replace function packdesk.claim_jobs(p_worker uuid, p_limit integer) returns setof packdesk.claimed_job
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query select * from packdesk.finish_and_claim(p_worker, '{}', '{}', p_limit, p_expired_first => true);
end $$;

create or replace function packdesk.complete_job(p_job uuid, p_lease bigint) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select cardinality(packdesk.finish_jobs(array[p_job], array[p_lease])) = 0;
$$;

do $$
declare
    who text;
    f text;
begin
    foreach f in array array['finish_jobs(uuid[], bigint[])', 'attempts_since(timestamptz, integer)',
                             'finish_and_claim(uuid, uuid[], bigint[], integer, boolean)'] loop
        execute format('revoke all on function packdesk.%s from public', f);
        for who in select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role') loop
            execute format('revoke all on function packdesk.%s from %I', f, who);
        end loop;
    end loop;
end $$;
grant execute on function packdesk.finish_and_claim(uuid, uuid[], bigint[], integer, boolean)
    to packdesk_worker, packdesk_staff, packdesk_admin;
grant execute on function packdesk.attempts_since(timestamptz, integer)
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;
