-- What the app and its workers use. All are SECURITY DEFINER with a pinned search_path; who may call which
-- stands in 0007. Errors a person may meet carry SQLSTATE PD0xx and a plain sentence:
--   PD001 something given can't be used    PD002 it doesn't exist (any more)

-- The same work twice is one job while it is active.
create or replace function packdesk.work_key(p_job_type text, p_project text, p_image_type text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case p_job_type
        when 'generate-complete-pack' then 'pack:' || p_project
        when 'generate-image' then 'image:' || p_project || ':' || p_image_type
        when 'generate-aplus' then 'aplus:' || p_project end;
$$;

-- One at a time per project adds jobs or deletes it. Asked for before any row is locked, kept to the transaction's end.
create or replace function packdesk.take_turns(p_projects text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    turn integer;
begin
    for turn in select distinct hashtext(p) from unnest(p_projects) p where p is not null order by 1 loop
        perform pg_advisory_xact_lock(7365749, turn);
    end loop;
end $$;

create or replace function packdesk.require_photos(p_project text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- keeps the project from being deleted until the job stands
    perform from packdesk.projects where id = p_project for key share;
    if not found then
        raise exception 'This project does not exist any more.' using errcode = 'PD002';
    end if;
    perform from packdesk.project_images where project_id = p_project limit 1;
    if not found then
        raise exception 'This project has no photo yet. Add at least one photo, then try again.' using errcode = 'PD001';
    end if;
end $$;

-- Insert a job, or find the active one that is the same work. Jobs enqueued by a plain INSERT count as well.
-- A pack made here is expanded from birth: nobody ever claims it, its children are added in the same transaction.
create or replace function packdesk.enqueue_once(
    p_job_type text, p_project text, p_image_type text, p_payload jsonb, p_user text, p_priority integer,
    out job_id uuid, out created boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    key text := packdesk.work_key(p_job_type, p_project, p_image_type);
    asker text := p_user;
begin
    loop
        select q.id into job_id from public.job_queue q
         where q.project_id = p_project and q.job_type = p_job_type
           and q.image_type is not distinct from p_image_type and q.status in ('pending', 'processing')
         order by q.seq limit 1;
        if found then
            created := false;
            return;
        end if;
        begin
            insert into public.job_queue (job_type, payload, user_id, priority, unique_key, project_id, image_type,
                                          expanded_at)
            values (p_job_type, p_payload, asker, coalesce(p_priority, 0), key, p_project, p_image_type,
                    case when p_job_type = 'generate-complete-pack' then clock_timestamp() end)
            on conflict (unique_key) where unique_key is not null do nothing
            returning id into job_id;
            created := job_id is not null;
        exception when foreign_key_violation then
            -- an adopted table may know its web app's users only
            if asker is null then
                raise;
            end if;
            asker := null;
        end;
        if created then
            return;
        end if;
        -- somebody was faster and has committed by now: look again
    end loop;
end $$;

-- Give a pack its children, once. Single jobs for the same image that are active, or were finished since the pack
-- was asked for, join in instead of being doubled. The caller holds the project's turn and the locks on its active
-- jobs; what is still locked by others came in this very moment.
create or replace function packdesk.add_pack_children(p_pack uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    pack public.job_queue;
    kinds text[] := array['MAIN_IMAGE', 'INFOGRAPHIC', 'FEATURE_HIGHLIGHT', 'LIFESTYLE', 'COMPARISON_CHART',
                          'DIMENSION_DIAGRAM'];
    joined text[];
begin
    select * into pack from public.job_queue where id = p_pack;
    if pack.payload -> 'includeAPlus' = 'true'::jsonb then
        kinds := kinds || 'A_PLUS'::text;
    end if;
    with mine as materialized (
        select q.id, q.seq, w.kind from public.job_queue q
         cross join lateral (select case q.job_type when 'generate-image' then q.image_type
                                                    when 'generate-aplus' then 'A_PLUS' end as kind) w
         where q.project_id = pack.project_id and w.kind = any (kinds)
           and (q.status in ('pending', 'processing')
                or (q.status = 'completed' and q.seq > pack.seq and q.parent_id is null))
         order by q.id for no key update of q skip locked
    ), chosen as (
        select distinct on (kind) id, kind from mine order by kind, seq
    ), moved as (
        update public.job_queue set parent_id = p_pack where id = any (array(select id from chosen))
    )
    select coalesce(array_agg(kind), '{}') into joined from chosen;
    insert into public.job_queue (job_type, payload, user_id, priority, max_retries, parent_id, unique_key, project_id,
                                  image_type)
    select t.job_type,
           jsonb_strip_nulls(jsonb_build_object('projectId', pack.project_id, 'imageType', t.image_type,
                                                'style', pack.payload ->> 'style')),
           pack.user_id, pack.priority, pack.max_retries, p_pack,
           packdesk.work_key(t.job_type, pack.project_id, t.image_type), pack.project_id, t.image_type
      from unnest(kinds) with ordinality as k (kind, n)
     cross join lateral (select case kind when 'A_PLUS' then 'generate-aplus' else 'generate-image' end as job_type,
                                nullif(kind, 'A_PLUS') as image_type) t
     where kind <> all (joined)
     order by n
    on conflict (unique_key) where unique_key is not null do nothing;
end $$;

-- Locks what a new pack may take over, in the order that everybody locks jobs in.
create or replace function packdesk.lock_active_jobs(p_project text, p_also uuid default null) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform from public.job_queue
     where (project_id = p_project and status in ('pending', 'processing')) or id = p_also
     order by (job_type = 'generate-complete-pack'), id for no key update;
end $$;

create or replace function packdesk.check_style(p_style text) returns void
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    if p_style is not null and p_style not in ('premium', 'minimal', 'bold', 'lifestyle', 'techy', 'colorful') then
        raise exception 'There is no style "%". Choose premium, minimal, bold, lifestyle, techy or colorful.',
            left(p_style, 40) using errcode = 'PD001';
    end if;
end $$;

create or replace function packdesk.enqueue_image(
    p_project text, p_image_type text, p_style text default null, p_user text default null,
    p_priority integer default 0) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if p_image_type is null or p_image_type not in ('MAIN_IMAGE', 'INFOGRAPHIC', 'FEATURE_HIGHLIGHT', 'LIFESTYLE',
                                                    'COMPARISON_CHART', 'DIMENSION_DIAGRAM') then
        raise exception 'There is no image type "%".', left(p_image_type, 40) using errcode = 'PD001';
    end if;
    perform packdesk.check_style(p_style);
    perform packdesk.take_turns(array[p_project]);
    perform packdesk.require_photos(p_project);
    return (packdesk.enqueue_once('generate-image', p_project, p_image_type,
        jsonb_strip_nulls(jsonb_build_object('projectId', p_project, 'imageType', p_image_type, 'style', p_style)),
        p_user, p_priority)).job_id;
end $$;

create or replace function packdesk.enqueue_pack(
    p_project text, p_style text default null, p_user text default null, p_include_aplus boolean default false,
    p_priority integer default 0) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    pack record;
begin
    perform packdesk.check_style(p_style);
    perform packdesk.take_turns(array[p_project]);
    perform packdesk.require_photos(p_project);
    perform packdesk.lock_active_jobs(p_project);
    select * into pack from packdesk.enqueue_once('generate-complete-pack', p_project, null,
        jsonb_strip_nulls(jsonb_build_object('projectId', p_project, 'includeAPlus', coalesce(p_include_aplus, false),
                                             'style', p_style)),
        p_user, p_priority);
    if pack.created then
        perform packdesk.add_pack_children(pack.job_id);
    end if;
    return pack.job_id;
end $$;

-- A pack enqueued by a plain INSERT, claimed by one of our workers. Returns 'expanded', 'waiting' (another pack of
-- this project is at work: this one goes back and comes again) or 'stale' (the lease is not ours any more).
create or replace function packdesk.expand_pack(p_job uuid, p_lease bigint) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    pack public.job_queue;
    project text := (select project_id from public.job_queue where id = p_job);
begin
    perform packdesk.take_turns(array[project]);
    perform packdesk.lock_active_jobs(project, p_job);
    select * into pack from public.job_queue where id = p_job for no key update;
    if not found or pack.status <> 'processing' or pack.lease is distinct from p_lease
       or pack.expanded_at is not null or pack.project_id is distinct from project then
        return 'stale';
    end if;
    if exists (select from public.job_queue
                where project_id = pack.project_id and job_type = 'generate-complete-pack' and id <> p_job
                  and expanded_at is not null and status in ('pending', 'processing')) then
        update public.job_queue
           set status = 'pending', last_outcome = 'released', run_after = clock_timestamp() + interval '5 seconds'
         where id = p_job;
        return 'waiting';
    end if;
    perform packdesk.require_photos(pack.project_id);
    update public.job_queue
       set expanded_at = clock_timestamp(), lease = null, worker_id = null, lease_expires_at = null, deadline_at = null
     where id = p_job;
    perform packdesk.add_pack_children(p_job);
    return 'expanded';
end $$;

-- Backoff: exponential with full jitter and a cap
-- (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
create or replace function packdesk.backoff(p_retry integer) returns interval
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select random() * least(backoff_cap, backoff_base * power(2, least(p_retry, 30))) from packdesk.queue_settings;
$$;

-- Jobs whose worker is gone go back into the queue, at once and at the cost of an attempt. A worker is gone when
-- its lease ran out, or, seen sooner, when the session lock it holds on its connection is free. Not asked in the
-- first seconds after a server start, when every connection is new and no worker has had time to come back.
create or replace function packdesk.rescue_jobs(p_limit integer default 100, p_check_sessions boolean default true)
returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    gone uuid[] := '{}';
    n integer;
begin
    if p_check_sessions and pg_postmaster_start_time() < clock_timestamp() - interval '5 seconds' then
        select coalesce(array_agg(w.id), '{}') into gone
          from packdesk.workers w
         where w.lock_no is not null
           and w.id in (select worker_id from public.job_queue where status = 'processing' and expanded_at is null)
           and not exists (select from pg_locks l
                            where l.locktype = 'advisory' and l.classid = 7365747 and l.objid = w.lock_no::oid
                              and l.objsubid = 2 and l.granted
                              and l.database = (select oid from pg_database where datname = current_database()));
    end if;
    with lost as materialized (
        select q.id from public.job_queue q
         where q.status = 'processing' and q.expanded_at is null
           and (q.lease_expires_at is null or q.lease_expires_at < clock_timestamp() or q.worker_id = any (gone))
         order by q.seq limit greatest(p_limit, 0) for no key update skip locked
    )
    update public.job_queue q
       set status = case when q.retry_count < q.max_retries then 'pending' else 'failed' end,
           retry_count = greatest(q.retry_count, least(q.retry_count + 1, q.max_retries)),
           run_after = clock_timestamp(),
           last_outcome = 'lost',
           error_message = case
               when q.retry_count >= q.max_retries then
                   format('Given up after %s attempts: in the last %s of them the worker stopped or ran out of time.',
                          q.retry_count + 1,
                          1 + (select count(*) from packdesk.job_attempts a
                                where a.job_id = q.id and a.outcome = 'lost'
                                  and not exists (select from packdesk.job_attempts b
                                                   where b.job_id = q.id and b.id > a.id
                                                     and b.outcome not in ('lost', 'released'))))
               when q.deadline_at <= clock_timestamp() then 'It took longer than it may and was taken back.'
               else 'The worker stopped in the middle of it.' end
     where q.id = any (array(select id from lost));
    get diagnostics n = row_count;
    return n;
end $$;

do $$
begin
    if to_regtype('packdesk.claimed_job') is null then
        create type packdesk.claimed_job as (
            id uuid, job_type text, payload jsonb, project_id text, image_type text, parent_id uuid,
            retry_count integer, max_retries integer, user_id text, lease bigint,
            lease_expires_at timestamptz, deadline_at timestamptz);
    end if;
end $$;

-- The next jobs in line, locked. Always by walking job_queue_due in its order: without these settings a planner that
-- has last seen an empty queue would rather collect and sort all that wait, at every claim.
create or replace function packdesk.next_in_line(p_limit integer) returns uuid[]
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_sort = off set enable_bitmapscan = off
as $$
begin
    return array(
        select q.id from public.job_queue q
         where q.status = 'pending' and q.expanded_at is null and q.run_after <= clock_timestamp()
         order by q.priority desc, q.created_at, q.seq
         limit p_limit for no key update skip locked);
end $$;

-- Claim up to p_limit jobs. ANY (array) keeps the planner on the primary key whatever it believes about the number
-- of rows.
create or replace function packdesk.claim_jobs(p_worker uuid, p_limit integer) returns setof packdesk.claimed_job
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    settings packdesk.queue_settings;
    due uuid[];
begin
    select * into settings from packdesk.queue_settings;
    if coalesce(p_limit, 0) <= 0 or settings.paused or exists (select from packdesk.workers where id = p_worker and paused) then
        return;
    end if;
    -- expired leases are claimed as well: back into the queue first, at the cost of an attempt
    if exists (select from public.job_queue where status = 'processing' and expanded_at is null
                  and (lease_expires_at is null or lease_expires_at < clock_timestamp())) then
        perform packdesk.rescue_jobs(p_check_sessions => false);
    end if;
    due := packdesk.next_in_line(p_limit);
    if cardinality(due) = 0 then
        return;
    end if;
    return query
    with taken as (
        update public.job_queue q
           set status = 'processing', worker_id = p_worker, lease = nextval('packdesk.lease_seq'),
               deadline_at = case when p_worker is not null
                                  then clock_timestamp() + coalesce(t.deadline, settings.default_deadline) end,
               lease_expires_at = clock_timestamp()
                   + case when p_worker is null then settings.leaseless_lease
                          else least(settings.lease, coalesce(t.deadline, settings.default_deadline)) end,
               last_outcome = null, cancel_requested_at = null
          from (select j.id, (select jt.deadline from packdesk.job_types jt where jt.job_type = j.job_type) as deadline
                  from public.job_queue j where j.id = any (due)) t
         where q.id = any (due) and q.id = t.id
        returning q.*
    )
    -- the casts are for adopted tables
    select t.id, t.job_type::text, t.payload, t.project_id::text, t.image_type::text, t.parent_id,
           t.retry_count::integer, t.max_retries::integer, t.user_id::text, t.lease, t.lease_expires_at, t.deadline_at
      from taken t order by t.priority desc, t.created_at, t.seq;
end $$;

-- How long a worker may sleep, in seconds: until the next job is due (null: nothing waits), and how many jobs
-- other workers hold (while there are some, somebody should look after them).
create or replace function packdesk.outlook(p_worker uuid, out next_due_s double precision, out held_by_others integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select (select case when min(run_after) is not null
                        then greatest(extract(epoch from min(run_after) - clock_timestamp()), 0) end
              from public.job_queue where status = 'pending' and expanded_at is null),
           (select count(*)::int from public.job_queue
             where status = 'processing' and expanded_at is null and worker_id is distinct from p_worker);
$$;

-- Renew the leases of a worker's jobs and tell progress (fractions 0 to 1, null: unchanged), shown at most twice
-- a second. Answers for each job whether it is still this worker's, and whether it was cancelled.
create or replace function packdesk.heartbeat(p_worker uuid, p_jobs uuid[], p_leases bigint[], p_progress real[])
returns table (job_id uuid, held boolean, cancelled boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    lease_for interval := (select lease from packdesk.queue_settings);
begin
    update packdesk.workers set heartbeat_at = clock_timestamp() where id = p_worker;
    with mine as materialized (
        select q.id, case when g.progress <> 'NaN' then greatest(0, least(1, g.progress)) end as progress
          from unnest(p_jobs, p_leases, p_progress) as g (id, lease, progress)
          join public.job_queue q on q.id = g.id and q.lease = g.lease
         where q.id = any (p_jobs) and q.status = 'processing' and q.expanded_at is null
           and (q.deadline_at is null or q.deadline_at > clock_timestamp())
         order by (q.job_type = 'generate-complete-pack'), q.id for no key update of q
    )
    update public.job_queue q
       set lease_expires_at = least(clock_timestamp() + lease_for, q.deadline_at),
           progress = coalesce(g.progress, q.progress),
           progress_shown_at = case
               when g.progress is distinct from q.progress and g.progress is not null
                    and (q.progress_shown_at is null
                         or q.progress_shown_at < clock_timestamp() - interval '500 milliseconds')
               then clock_timestamp() else q.progress_shown_at end
      from mine g
     where q.id = g.id and q.id = any (array(select id from mine));
    return query
    select g.id,
           coalesce(q.status = 'processing' and q.lease = g.lease and q.expanded_at is null
                    and (q.deadline_at is null or q.deadline_at > clock_timestamp()), false),
           coalesce(q.status = 'failed' and q.cancel_requested_at is not null, false)
      from unnest(p_jobs, p_leases) as g (id, lease) left join public.job_queue q on q.id = g.id;
end $$;

-- The four ways to give a job back. Each names its lease; a stale one changes nothing and says so.
create or replace function packdesk.complete_job(p_job uuid, p_lease bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update public.job_queue set status = 'completed'
     where id = p_job and lease = p_lease and status = 'processing' and expanded_at is null;
    return found;
end $$;

-- A finished image and its job's completion are one transaction: "completed" means the image is there.
create or replace function packdesk.complete_image_job(
    p_job uuid, p_lease bigint, p_style text, p_blob text, p_thumb text, p_mime text, p_size_bytes bigint,
    p_width integer, p_height integer, p_asks text[], p_needs_check text[]) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    job public.job_queue;
    image_id text;
begin
    select * into job from public.job_queue
     where id = p_job and lease = p_lease and status = 'processing' and expanded_at is null for no key update;
    if not found then
        return null;
    end if;
    -- two jobs for one image, of different runs: one after the other
    perform pg_advisory_xact_lock(7365750, hashtext(job.project_id || ':' || job.image_type));
    perform from packdesk.projects where id = job.project_id for key share;
    if not found then
        raise exception 'This project does not exist any more.' using errcode = 'PD002';
    end if;
    update packdesk.generated_images set chosen = false
     where project_id = job.project_id and image_type = job.image_type and chosen;
    insert into packdesk.generated_images (project_id, image_type, style, job_id, blob_sha256, thumb_sha256, mime,
                                           size_bytes, width, height, asks, needs_check)
    values (job.project_id, job.image_type, coalesce(p_style, ''), p_job, p_blob, p_thumb, p_mime, p_size_bytes,
            p_width, p_height, coalesce(p_asks, '{}'), coalesce(p_needs_check, '{}'))
    on conflict (job_id) do update set chosen = true, style = excluded.style, blob_sha256 = excluded.blob_sha256,
        thumb_sha256 = excluded.thumb_sha256, mime = excluded.mime, size_bytes = excluded.size_bytes,
        width = excluded.width, height = excluded.height, asks = excluded.asks, needs_check = excluded.needs_check
    returning id into image_id;
    update public.job_queue set status = 'completed' where id = p_job;
    return image_id;
end $$;

-- Returns 'retrying', 'failed' or 'stale'.
create or replace function packdesk.fail_job(
    p_job uuid, p_lease bigint, p_error text, p_retryable boolean default true, p_retry_after interval default null,
    p_traceback text default null) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    outcome text;
begin
    update public.job_queue q
       set status = case when p_retryable and q.retry_count < q.max_retries then 'pending' else 'failed' end,
           retry_count = case when p_retryable then greatest(q.retry_count, least(q.retry_count + 1, q.max_retries))
                              else q.retry_count end,
           run_after = case when p_retryable and q.retry_count < q.max_retries
                            then clock_timestamp() + coalesce(p_retry_after, packdesk.backoff(q.retry_count))
                            else q.run_after end,
           last_outcome = 'failed',
           error_message = left(coalesce(nullif(p_error, ''), 'failed'), 4000)
     where id = p_job and lease = p_lease and status = 'processing' and expanded_at is null
    returning case when q.status = 'pending' then 'retrying' else 'failed' end into outcome;
    if outcome is null then
        return 'stale';
    end if;
    if p_traceback is not null then
        update packdesk.job_attempts set traceback = left(p_traceback, 16000) where job_id = p_job and lease = p_lease;
    end if;
    return outcome;
end $$;

-- A graceful stop costs no attempt.
create or replace function packdesk.release_jobs(p_jobs uuid[], p_leases bigint[]) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    with mine as materialized (
        select q.id from unnest(p_jobs, p_leases) as g (id, lease)
          join public.job_queue q on q.id = g.id and q.lease = g.lease
         where q.id = any (p_jobs) and q.status = 'processing' and q.expanded_at is null
         order by (q.job_type = 'generate-complete-pack'), q.id for no key update of q
    )
    update public.job_queue
       set status = 'pending', last_outcome = 'released', run_after = clock_timestamp(), error_message = null
     where id = any (array(select id from mine));
    get diagnostics n = row_count;
    return n;
end $$;

-- Cancelling is immediate: the row is final at once, and whatever a worker still brings is turned away by its
-- lease. A pack is cancelled by cancelling what it has left to do.
create or replace function packdesk.cancel_jobs(p_jobs uuid[]) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    -- a pack that gets its children at this moment has them all before we look
    perform packdesk.take_turns(array(select distinct project_id from public.job_queue
                                       where id = any (p_jobs) or parent_id = any (p_jobs)));
    with mine as materialized (
        select id from public.job_queue
         where (id = any (p_jobs) or parent_id = any (p_jobs)) and expanded_at is null
           and status in ('pending', 'processing')
         order by (job_type = 'generate-complete-pack'), id for no key update
    )
    update public.job_queue
       set status = 'failed', cancel_requested_at = clock_timestamp(), error_message = 'Cancelled.'
     where id = any (array(select id from mine));
    get diagnostics n = row_count;
    perform packdesk.audit('cancel', n, jsonb_build_object('jobs', to_jsonb(p_jobs[1:100])));
    return n;
end $$;

-- Retry what failed or was cancelled, from the first attempt on; a pack passes it on to its children. What is
-- already being done again elsewhere stays as it is.
create or replace function packdesk.retry_jobs(p_jobs uuid[]) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    perform packdesk.take_turns(array(select distinct project_id from public.job_queue
                                       where id = any (p_jobs) or parent_id = any (p_jobs)));
    with mine as materialized (
        select id, seq, project_id, job_type, image_type,
               packdesk.work_key(job_type, project_id, image_type) as key
          from public.job_queue
         where (id = any (p_jobs) or parent_id = any (p_jobs)) and expanded_at is null and status = 'failed'
         order by (job_type = 'generate-complete-pack'), id for no key update
    ), again as (
        select distinct on (coalesce(key, id::text)) id, key from mine m
         where key is null
            or not exists (select from public.job_queue q
                            where q.project_id = m.project_id and q.job_type = m.job_type
                              and q.image_type is not distinct from m.image_type
                              and q.status in ('pending', 'processing'))
         order by coalesce(key, id::text), seq desc
    )
    update public.job_queue q
       set status = 'pending', retry_count = 0, run_after = clock_timestamp(), unique_key = a.key,
           last_outcome = null, progress_shown_at = null
      from again a
     where q.id = a.id and q.id = any (array(select id from again));
    get diagnostics n = row_count;
    perform packdesk.audit('retry', n, jsonb_build_object('jobs', to_jsonb(p_jobs[1:100])));
    return n;
end $$;

create or replace function packdesk.prioritise_jobs(p_jobs uuid[], p_priority integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    with mine as materialized (
        select id from public.job_queue
         where (id = any (p_jobs) or parent_id = any (p_jobs)) and status = 'pending'
         order by (job_type = 'generate-complete-pack'), id for no key update
    )
    update public.job_queue set priority = p_priority where id = any (array(select id from mine));
    get diagnostics n = row_count;
    perform packdesk.audit('prioritise', n, jsonb_build_object('priority', p_priority, 'jobs', to_jsonb(p_jobs[1:100])));
    return n;
end $$;

create or replace function packdesk.pause_queue(p_paused boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update packdesk.queue_settings set paused = p_paused where paused <> p_paused;
    if found then
        perform packdesk.audit(case when p_paused then 'pause' else 'resume' end, 1, '{}');
        perform pg_notify('packdesk_wake', '');
    end if;
end $$;

create or replace function packdesk.pause_worker(p_worker uuid, p_paused boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update packdesk.workers set paused = p_paused where id = p_worker and paused <> p_paused;
    if not found then
        return false;
    end if;
    perform packdesk.audit(case when p_paused then 'pause-worker' else 'resume-worker' end, 1,
                           jsonb_build_object('worker', p_worker));
    perform pg_notify('packdesk_wake', '');
    return true;
end $$;

-- A worker signs in, and again after every reconnect. Where the connection is its own (no pooler), a session lock
-- taken here tells everybody within seconds when it is gone.
create or replace function packdesk.register_worker(
    p_worker uuid, p_name text, p_kind text, p_app_version text, p_slots integer, p_session_lock boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    no integer;
begin
    if p_session_lock then
        no := nextval('packdesk.worker_lock_seq');
        perform pg_advisory_lock(7365747, no);
    end if;
    insert into packdesk.workers (id, name, kind, app_version, slots, lock_no)
    values (p_worker, left(p_name, 200), p_kind, p_app_version, p_slots, no)
    on conflict (id) do update set lock_no = excluded.lock_no, heartbeat_at = clock_timestamp(), stopped_at = null,
        slots = excluded.slots, name = excluded.name, app_version = excluded.app_version;
end $$;

create or replace function packdesk.sign_off_worker(p_worker uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    update packdesk.workers set stopped_at = clock_timestamp(), lock_no = null where id = p_worker;
    delete from packdesk.workers w
     where w.stopped_at < clock_timestamp() - interval '7 days'
       and not exists (select from public.job_queue where status = 'processing' and worker_id = w.id);
$$;

-- Retention, opt-in: finished jobs older than p_older_than, a batch at a time; a pack goes with its children,
-- and never while one of them is active.
create or replace function packdesk.prune_jobs(p_older_than interval, p_limit integer default 1000) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    if p_older_than < interval '1 hour' then
        raise exception 'Keep finished jobs for at least an hour.' using errcode = 'PD001';
    end if;
    -- what somebody else has locked at the moment stays for the next time, and a pack goes as a whole or not at all
    with old as materialized (
        select id from public.job_queue q
         where status in ('completed', 'failed') and completed_at < clock_timestamp() - p_older_than
           and parent_id is null
           and not exists (select from public.job_queue c where c.parent_id = q.id and c.status in ('pending', 'processing'))
         order by seq limit greatest(p_limit, 0)
    ), held as materialized (
        select id from public.job_queue
         where (id = any (array(select id from old)) or parent_id = any (array(select id from old)))
           and status in ('completed', 'failed')
         order by (job_type = 'generate-complete-pack'), id for update skip locked
    )
    delete from public.job_queue q
     where q.id = any (array(select h.id from held h join old using (id)))
       and not exists (select from public.job_queue c where c.parent_id = q.id and c.id <> all (array(select id from held)));
    get diagnostics n = row_count;
    if n > 0 then
        perform packdesk.audit('prune', n, jsonb_build_object('older_than', p_older_than::text));
    end if;
    return n;
end $$;

-- Image bytes nothing refers to. An hour's grace: an upload stores its bytes before its rows.
create or replace function packdesk.prune_blobs(p_limit integer default 100) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
    idle text[];
begin
    idle := array(
        select b.sha256 from packdesk.blobs b
         where b.created_at < clock_timestamp() - interval '1 hour'
           and not exists (select from packdesk.project_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.project_images i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.thumb_sha256 = b.sha256)
         order by b.sha256 limit greatest(p_limit, 0) for update skip locked);
    -- looked at again under the lock: a reference that came in between keeps its bytes
    delete from packdesk.blobs b
     where b.sha256 = any (idle)
       and not exists (select from packdesk.project_images i where i.blob_sha256 = b.sha256)
       and not exists (select from packdesk.project_images i where i.thumb_sha256 = b.sha256)
       and not exists (select from packdesk.generated_images i where i.blob_sha256 = b.sha256)
       and not exists (select from packdesk.generated_images i where i.thumb_sha256 = b.sha256);
    get diagnostics n = row_count;
    return n;
end $$;

create or replace function packdesk.delete_projects(p_projects text[]) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    perform packdesk.take_turns(p_projects);
    loop
        begin
            -- jobs first: the same lock order as everywhere
            with mine as materialized (
                select id from public.job_queue where project_id = any (p_projects)
                 order by (job_type = 'generate-complete-pack'), id for update
            )
            delete from public.job_queue where id = any (array(select id from mine));
            perform from packdesk.projects where id = any (p_projects) order by id for update;
            -- a plain INSERT that came in between: let go of everything, and begin again with that job
            if exists (select from public.job_queue where project_id = any (p_projects)) then
                raise exception 'again' using errcode = 'PD0ZZ';
            end if;
            delete from packdesk.projects where id = any (p_projects);
            get diagnostics n = row_count;
            exit;
        exception when sqlstate 'PD0ZZ' then
            null;
        end;
    end loop;
    perform packdesk.audit('delete-projects', n, jsonb_build_object('projects', to_jsonb(p_projects[1:100])));
    return n;
end $$;
