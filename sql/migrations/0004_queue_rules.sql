-- What holds whoever writes to the queue: our functions, an old client's mark_* calls, or a plain UPDATE.
-- Locks are always taken in one order: jobs (packs after the others), then the packs that follow them, then their
-- projects, each sorted by id. Claiming never waits for a lock at all. So there are no deadlocks, and a client that
-- keeps a transaction open around its claim holds up nobody.

-- Before a row is written: fill in what follows from the payload and from the status.
create or replace function packdesk.normalise_job() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    settings packdesk.queue_settings;
begin
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
create trigger packdesk_normalise before insert or update on public.job_queue
    for each row execute function packdesk.normalise_job();

-- A plain UPDATE may give a job another project or image.
create or replace function packdesk.read_payload() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.payload is distinct from old.payload and new.project_id is not distinct from old.project_id then
        new.project_id := packdesk.payload_text(new.payload, 'projectId');
        if new.job_type = 'generate-image' then
            new.image_type := packdesk.payload_text(new.payload, 'imageType');
        end if;
    end if;
    return new;
end $$;
drop trigger if exists packdesk_read_payload on public.job_queue;
create trigger packdesk_read_payload before update of payload on public.job_queue
    for each row execute function packdesk.read_payload();

-- Ids only, and at most a hundred of them: a notice says where to look, never what is there. The server refuses
-- notices of 8000 bytes and more, and ids of projects may be long.
create or replace function packdesk.notify_ids(p_table text, p_ids text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    notice text;
begin
    if coalesce(cardinality(p_ids), 0) = 0 then
        return;
    end if;
    if cardinality(p_ids) <= 100 then
        notice := json_build_object('table', p_table, 'ids', p_ids)::text;
    end if;
    if notice is null or octet_length(notice) > 7500 then
        notice := json_build_object('table', p_table, 'many', true)::text;
    end if;
    perform pg_notify('packdesk_changes', notice);
end $$;

-- A pack follows its children.
create or replace function packdesk.refresh_pack(p_pack uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    pack public.job_queue;
    tally record;
    new_status text;
    reason text;
begin
    select * into pack from public.job_queue where id = p_pack for no key update;
    if not found or pack.expanded_at is null then
        return;
    end if;
    -- a statement of its own, so that it sees what was committed while waiting for the lock
    select count(*) as total,
           count(*) filter (where status = 'completed') as done,
           count(*) filter (where status = 'failed' and cancel_requested_at is null) as failed,
           count(*) filter (where status = 'failed' and cancel_requested_at is not null) as cancelled,
           count(*) filter (where status in ('pending', 'processing')) as active,
           count(*) filter (where status = 'processing' or retry_count > 0) as started
      into tally from public.job_queue where parent_id = p_pack;
    new_status := case
        when tally.total = 0 then case when pack.status in ('completed', 'failed') then pack.status else 'failed' end
        when tally.failed > 0 then 'failed'
        when tally.active = 0 and tally.cancelled > 0 then 'failed'
        when tally.active = 0 then 'completed'
        -- once at work it stays so, also between two of its jobs: whoever starts a job needn't look here then
        when tally.started + tally.done + tally.cancelled > 0 or pack.status = 'processing' then 'processing'
        else 'pending' end;
    if new_status = 'failed' then
        select coalesce(image_type || ': ', '') || coalesce(error_message, 'failed') into reason
          from public.job_queue
         where parent_id = p_pack and status = 'failed'
         order by (cancel_requested_at is not null), seq limit 1;
    end if;
    update public.job_queue
       set status = new_status,
           children_total = tally.total,
           children_done = tally.done,
           progress = tally.done::real / greatest(tally.total, 1),
           processed_at = case when new_status = 'pending' then processed_at
                               else coalesce(processed_at, clock_timestamp()) end,
           cancel_requested_at = case when new_status = 'failed' and tally.failed = 0 and tally.total > 0
                                      then coalesce(cancel_requested_at, clock_timestamp()) end,
           error_message = case when new_status = 'failed'
                                then coalesce(reason, 'Its jobs were deleted.') end
     where id = p_pack
       and (status, children_total, children_done, cancel_requested_at is not null, coalesce(error_message, ''))
           is distinct from
           (new_status, tally.total::int, tally.done::int,
            new_status = 'failed' and tally.failed = 0 and tally.total > 0,
            case when new_status = 'failed' then coalesce(reason, 'Its jobs were deleted.') else '' end);
end $$;

-- A project follows its jobs: those of its newest pack, and whatever was asked for after that. For each image
-- type only the newest job counts, so nothing made by an earlier run ever makes a run look complete.
create or replace function packdesk.refresh_project(p_project text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    pack public.job_queue;
    tally record;
    new_status text;
begin
    perform from packdesk.projects where id = p_project for no key update;
    if not found then
        return;
    end if;
    -- a pack cancelled before it made anything leaves the project as it was
    select * into pack from public.job_queue
     where project_id = p_project and job_type = 'generate-complete-pack'
       and not (status = 'failed' and cancel_requested_at is not null and children_done = 0)
     order by seq desc limit 1;
    with newest as (
        select distinct on (coalesce(image_type, job_type)) image_type, status
          from public.job_queue
         where project_id = p_project and cancel_requested_at is null
           and ((job_type <> 'generate-complete-pack' and (pack.id is null or seq > pack.seq or parent_id = pack.id))
                or (id = pack.id and expanded_at is null))
         order by coalesce(image_type, job_type), seq desc
    )
    select count(*) as total,
           count(*) filter (where status = 'failed') as failed,
           count(*) filter (where status = 'completed') as done,
           count(distinct image_type) filter (where status = 'completed') as images
      into tally from newest;
    new_status := case
        when exists (select from public.job_queue
                     where project_id = p_project and status in ('pending', 'processing')) then 'PROCESSING'
        when tally.failed > 0 then 'FAILED'
        -- nothing was made, or its jobs were pruned long ago
        when tally.total = 0 then
            case when (select count(*) from packdesk.generated_images where project_id = p_project and chosen) < 6
                 then 'DRAFT' else 'COMPLETED' end
        when pack.expanded_at is not null and tally.images < 6 then 'DRAFT'
        else 'COMPLETED' end;
    update packdesk.projects set status = new_status where id = p_project and status <> new_status;
end $$;

-- All packs are locked before all projects, whatever the rows' order.
create or replace function packdesk.refresh_packs_and_projects(p_packs uuid[], p_projects text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    affected text[] := p_projects;
    pack uuid;
    project text;
begin
    if p_packs is not null then
        perform from public.job_queue where id = any (p_packs) order by id for no key update;
        affected := affected || array(select project_id from public.job_queue
                                       where id = any (p_packs) and project_id is not null);
    end if;
    if affected is not null then
        perform from packdesk.projects where id = any (affected) order by id for no key update;
    end if;
    for pack in select distinct unnest(p_packs) order by 1 loop
        perform packdesk.refresh_pack(pack);
    end loop;
    for project in select distinct unnest(affected) order by 1 loop
        perform packdesk.refresh_project(project);
    end loop;
end $$;

-- A job of these packs was taken. A pack that somebody else has locked at this moment is left to them: taking a
-- job must not wait for another client's transaction.
create or replace function packdesk.start_packs(p_packs uuid[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    with waiting as materialized (
        select id from public.job_queue
         where id = any (p_packs) and status = 'pending' and expanded_at is not null
           for no key update skip locked
    )
    update public.job_queue set status = 'processing', processed_at = coalesce(processed_at, clock_timestamp())
     where id = any (array(select id from waiting));
$$;

create or replace function packdesk.jobs_inserted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    s record;
begin
    select array_agg(id::text) as ids,
           array_agg(parent_id) filter (where parent_id is not null) as packs,
           array_agg(project_id) filter (where project_id is not null) as projects,
           bool_or(status = 'pending' and expanded_at is null) as wake
      into s from new_rows;
    perform packdesk.refresh_packs_and_projects(s.packs, s.projects);
    perform packdesk.notify_ids('jobs', s.ids);
    if s.wake then
        perform pg_notify('packdesk_wake', '');
    end if;
    return null;
end $$;

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
           case when o.status = 'processing' then coalesce(o.processed_at, clock_timestamp()) else clock_timestamp() end,
           clock_timestamp(),
           case when n.status = 'completed' or (n.expanded_at is not null and o.expanded_at is null) then 'completed'
                when n.cancel_requested_at is not null then 'cancelled'
                when n.status = 'failed' and n.last_outcome is distinct from 'lost' then 'failed'
                when n.last_outcome in ('lost', 'released') then n.last_outcome
                when n.retry_count > o.retry_count then 'retrying'
                else 'released' end,
           left(n.error_message, 4000)
      from new_rows n join old_rows o using (id)
     where o.expanded_at is null
       and ((o.status = 'processing' and (n.status <> 'processing' or n.lease is distinct from o.lease))
            or (o.status = 'processing' and n.expanded_at is not null)
            or (o.status = 'pending' and n.status in ('completed', 'failed') and n.cancel_requested_at is null)
            or (o.status = 'pending' and n.status = 'pending' and n.retry_count > o.retry_count));

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

create or replace function packdesk.jobs_deleted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    s record;
begin
    -- what was finished has had its effect: old jobs go, their projects stay what they are
    select array_agg(id::text) as ids,
           array_agg(parent_id) filter (where parent_id is not null) as packs,
           array_agg(project_id) filter (where project_id is not null and status in ('pending', 'processing'))
               as projects
      into s from old_rows;
    perform packdesk.refresh_packs_and_projects(s.packs, s.projects);
    perform packdesk.notify_ids('jobs', s.ids);
    return null;
end $$;

drop trigger if exists packdesk_inserted on public.job_queue;
create trigger packdesk_inserted after insert on public.job_queue
    referencing new table as new_rows for each statement execute function packdesk.jobs_inserted();
drop trigger if exists packdesk_updated on public.job_queue;
create trigger packdesk_updated after update on public.job_queue
    referencing new table as new_rows old table as old_rows for each statement execute function packdesk.jobs_updated();
drop trigger if exists packdesk_deleted on public.job_queue;
create trigger packdesk_deleted after delete on public.job_queue
    referencing old table as old_rows for each statement execute function packdesk.jobs_deleted();

-- Change notices of the other tables; argument: the column whose value is the id to look up.
create or replace function packdesk.rows_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    ids text[];
begin
    if tg_op = 'DELETE' then
        select array_agg(distinct to_jsonb(r) ->> tg_argv[0]) into ids from old_rows r;
    else
        select array_agg(distinct to_jsonb(r) ->> tg_argv[0]) into ids from new_rows r;
    end if;
    perform packdesk.notify_ids(tg_table_name, ids);
    return null;
end $$;

-- A worker's heartbeat is no news; its coming, going and pausing are.
create or replace function packdesk.workers_updated() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform packdesk.notify_ids('workers', (
        select array_agg(n.id::text) from new_rows n join old_rows o using (id)
         where (n.paused, n.slots, n.stopped_at, n.name, n.started_at)
               is distinct from (o.paused, o.slots, o.stopped_at, o.name, o.started_at)));
    return null;
end $$;

do $$
declare
    t text;
    op text;
begin
    foreach t in array array['projects', 'project_images', 'generated_images', 'workers', 'queue_settings'] loop
        foreach op in array array['insert', 'update', 'delete'] loop
            execute format('drop trigger if exists %I on packdesk.%I', 'notice_' || op, t);
            if t = 'workers' and op = 'update' then
                continue;
            end if;
            execute format(
                'create trigger %I after %s on packdesk.%I referencing %s for each statement'
                ' execute function packdesk.rows_changed(%L)',
                'notice_' || op, op, t,
                case when op = 'delete' then 'old table as old_rows' else 'new table as new_rows' end,
                case when t = 'queue_settings' then 'only_row' else 'id' end);
        end loop;
    end loop;
    create trigger notice_update after update on packdesk.workers
        referencing new table as new_rows old table as old_rows
        for each statement execute function packdesk.workers_updated();
end $$;

-- Work for a project that is gone can only fail: take it out with the project.
create or replace function packdesk.projects_deleted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from public.job_queue where project_id in (select id from old_rows);
    return null;
end $$;
drop trigger if exists drop_jobs on packdesk.projects;
create trigger drop_jobs after delete on packdesk.projects
    referencing old table as old_rows for each statement execute function packdesk.projects_deleted();

-- Rows that an older deployment left in the middle of processing get the time a lease-less client gets.
update public.job_queue q set lease_expires_at = clock_timestamp() + s.leaseless_lease
  from packdesk.queue_settings s
 where q.status = 'processing' and q.lease_expires_at is null and q.expanded_at is null;
