-- Lists that follow what their rows only mention, and an undo that leaves nothing behind.

-- A job's row names its project and its worker, neither of which knows its jobs' versions: a new name is news of jobs.
create or replace function packdesk.names_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    renamed text[];
    jobs text[];
begin
    if tg_table_name = 'projects' then
        -- looked at first: projects change with every job that ends, and nearly never their names
        renamed := array(select n.id from new_rows n join old_rows o using (id) where n.name <> o.name);
        if cardinality(renamed) > 0 then
            jobs := array(select j.id::text
                            from unnest(renamed) as p (id)
                           cross join lateral (select q.id, q.seq from public.job_queue q
                                                where q.project_id = p.id order by q.seq desc limit 101) j
                           order by j.seq desc limit 101);
            perform packdesk.notify_ids('jobs', jobs);
        end if;
    elsif exists (select from new_rows n join old_rows o using (id) where n.name <> o.name) then
        perform pg_notify('packdesk_changes', json_build_object('table', 'jobs', 'many', true)::text);
    end if;
    return null;
end $$;
revoke all on function packdesk.names_changed() from public;
drop trigger if exists names_changed on packdesk.projects;
create trigger names_changed after update on packdesk.projects
    referencing new table as new_rows old table as old_rows for each statement
    execute function packdesk.names_changed();
drop trigger if exists names_changed on packdesk.workers;
create trigger names_changed after update on packdesk.workers
    referencing new table as new_rows old table as old_rows for each statement
    execute function packdesk.names_changed();

-- As in 0004, and the project's row in the list, which shows how far its pack is, hears of it.
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
    if found and pack.project_id is not null then
        perform packdesk.notify_ids('projects', array[pack.project_id]);
    end if;
end $$;

-- Take cancelling back: what was cancelled waits again with the attempts it had used up, its next one no sooner than
-- it was due, and with what its last one came to. What is already being done again elsewhere stays as it is.
create or replace function packdesk.uncancel_jobs(p_jobs uuid[]) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    perform packdesk.take_turns(array(select distinct project_id from public.job_queue where id = any (p_jobs)));
    with mine as materialized (
        select id, seq, project_id, job_type, image_type,
               packdesk.work_key(job_type, project_id, image_type) as key
          from public.job_queue
         where id = any (p_jobs) and expanded_at is null and status = 'failed' and cancel_requested_at is not null
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
       set status = 'pending', unique_key = a.key, last_outcome = null, progress_shown_at = null,
           error_message = case when q.retry_count > 0 then (
               select t.error from packdesk.job_attempts t
                where t.job_id = q.id and t.outcome in ('retrying', 'lost') order by t.id desc limit 1) end
      from again a
     where q.id = a.id and q.id = any (array(select id from again));
    get diagnostics n = row_count;
    perform packdesk.audit('uncancel', n, jsonb_build_object('jobs', to_jsonb(p_jobs[1:100])));
    return n;
end $$;
revoke all on function packdesk.uncancel_jobs(uuid[]) from public;
do $$
declare
    who text;
    f text;
begin
    foreach f in array array['uncancel_jobs(uuid[])', 'names_changed()'] loop
        for who in select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role') loop
            execute format('revoke all on function packdesk.%s from %I', f, who);
        end loop;
    end loop;
end $$;

-- As in 0010, with the fourth action.
create or replace function packdesk.change_jobs(
    p_action text, p_jobs uuid[], p_priority integer default null, p_entry bigint default null,
    p_detail jsonb default '{}', out entry bigint, out changed uuid[], out priorities integer[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    candidates uuid[];
    before bigint[];
    inner_entry bigint;
begin
    if p_action not in ('cancel', 'retry', 'prioritise', 'uncancel') or (p_action = 'prioritise' and p_priority is null) then
        raise exception 'There is no action "%".', left(p_action, 40) using errcode = 'PD001';
    end if;
    if cardinality(p_jobs) > 1000 then
        raise exception 'At most 1,000 jobs at a time.' using errcode = 'PD001';
    end if;
    -- the same locks in the same order as the action itself takes: nobody comes in between
    perform packdesk.take_turns(array(select distinct project_id from public.job_queue
                                       where id = any (p_jobs) or parent_id = any (p_jobs)));
    with mine as materialized (
        select id, version, priority from public.job_queue
         where id = any (p_jobs) or parent_id = any (p_jobs)
         order by (job_type = 'generate-complete-pack'), id for no key update
    )
    select array_agg(id), array_agg(version), array_agg(priority) into candidates, before, priorities from mine;

    case p_action
        when 'cancel' then perform packdesk.cancel_jobs(p_jobs);
        when 'retry' then perform packdesk.retry_jobs(p_jobs);
        when 'uncancel' then perform packdesk.uncancel_jobs(p_jobs);
        else perform packdesk.prioritise_jobs(p_jobs, p_priority);
    end case;
    inner_entry := currval(pg_get_serial_sequence('packdesk.audit_log', 'id'));

    -- a pack changes because its jobs do: it is none of those one would undo
    select coalesce(array_agg(q.id order by q.seq), '{}'), coalesce(array_agg(c.priority order by q.seq), '{}')
      into changed, priorities
      from unnest(candidates, before, priorities) as c (id, version, priority)
      join public.job_queue q on q.id = c.id
     where q.version > c.version
       and case p_action when 'cancel' then q.status = 'failed' and q.expanded_at is null
                         when 'retry' then q.status = 'pending' and q.expanded_at is null
                         when 'uncancel' then q.status = 'pending' and q.expanded_at is null
                         else q.priority <> c.priority end;

    if p_entry is null then
        update packdesk.audit_log set items = cardinality(changed), detail = coalesce(p_detail, '{}') || detail
         where id = inner_entry;
        entry := inner_entry;
    else
        delete from packdesk.audit_log where id = inner_entry;
        update packdesk.audit_log set items = items + cardinality(changed)
         where id = p_entry and actor = session_user and action = p_action;
        if not found then
            raise exception 'This action has no entry to go on with.' using errcode = 'PD001';
        end if;
        entry := p_entry;
    end if;
end $$;
