-- Actions on many jobs at once, the reason of a pause, and what the charts read.

-- Why it stands still, for whoever wonders.
alter table packdesk.queue_settings
    add column if not exists pause_reason text check (char_length(pause_reason) <= 200),
    add column if not exists paused_by text,
    add column if not exists paused_at timestamptz;
alter table packdesk.workers
    add column if not exists pause_reason text check (char_length(pause_reason) <= 200),
    add column if not exists paused_by text,
    add column if not exists paused_at timestamptz;

-- The charts read attempts by when they ended, newest first and never more than so many.
create index if not exists job_attempts_ended on packdesk.job_attempts (ended_at) include (outcome);
-- What is failed and not cancelled, newest first: the list's most wanted filter, and the groups of errors.
create index if not exists job_queue_failed
    on public.job_queue (seq desc) where status = 'failed' and cancel_requested_at is null;

-- The list of jobs as in 0008, with what its filters need.
create or replace view packdesk.job_list with (security_invoker = true) as
select j.id, j.job_type, j.payload, j.status, j.state, j.retry_count, j.max_retries, j.error_message, j.created_at,
       j.processed_at, j.completed_at, j.user_id, j.project_id, j.image_type, j.parent_id, j.children_total,
       j.children_done, j.priority, j.run_after, j.worker_id, j.progress, j.version, j.seq,
       p.name as project_name, w.name as worker_name, j.cancel_requested_at
  from packdesk.jobs j
  left join packdesk.projects p on p.id = j.project_id
  left join packdesk.workers w on w.id = j.worker_id;
grant select on packdesk.job_list to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;

-- One batch of an action on many jobs. However many batches there are, the audit log has one entry, whose count grows:
-- the first batch makes it and returns its number, the later ones name it. Returns what was really changed, with the
-- priority it had before, so that it can be undone.
create or replace function packdesk.change_jobs(
    p_action text, p_jobs uuid[], p_priority integer default null, p_entry bigint default null,
    p_detail jsonb default '{}', out entry bigint, out changed uuid[], out priorities integer[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    candidates uuid[];
    before bigint[];
    inner_entry bigint;
begin
    if p_action not in ('cancel', 'retry', 'prioritise') or (p_action = 'prioritise' and p_priority is null) then
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

create or replace function packdesk.pause_queue(p_paused boolean, p_reason text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform packdesk.pause_queue(p_paused);
    update packdesk.queue_settings
       set pause_reason = case when p_paused then nullif(left(btrim(p_reason), 200), '') end,
           paused_by = case when p_paused then session_user end,
           paused_at = case when p_paused then coalesce(paused_at, clock_timestamp()) end;
end $$;

create or replace function packdesk.pause_worker(p_worker uuid, p_paused boolean, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    switched boolean := packdesk.pause_worker(p_worker, p_paused);
begin
    update packdesk.workers
       set pause_reason = case when p_paused then nullif(left(btrim(p_reason), 200), '') end,
           paused_by = case when p_paused then session_user end,
           paused_at = case when p_paused then coalesce(paused_at, clock_timestamp()) end
     where id = p_worker;
    return switched;
end $$;

do $$
declare
    who text;
    f text;
begin
    foreach f in array array['change_jobs(text, uuid[], integer, bigint, jsonb)', 'pause_queue(boolean, text)',
                             'pause_worker(uuid, boolean, text)'] loop
        foreach who in array array['public', 'anon', 'authenticated', 'service_role', 'packdesk_viewer',
                                   'packdesk_staff', 'packdesk_worker', 'packdesk_admin'] loop
            if who = 'public' or exists (select from pg_roles where rolname = who) then
                execute format('revoke all on function packdesk.%s from %s', f,
                               case when who = 'public' then who else quote_ident(who) end);
            end if;
        end loop;
    end loop;
end $$;
grant execute on function packdesk.change_jobs(text, uuid[], integer, bigint, jsonb)
    to packdesk_staff, packdesk_admin;
grant execute on function packdesk.pause_queue(boolean, text), packdesk.pause_worker(uuid, boolean, text)
    to packdesk_admin;
