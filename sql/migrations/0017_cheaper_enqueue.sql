-- Asking for a job is one INSERT, and what it costs beyond a bare one should be little: one index less to write, and
-- less to read, plan and run for the statement of one row that nearly all of them are.

-- The line holds whatever is pending, expanded packs too, so that it also serves who lists what is queued. Those are few
-- and short-lived in it: a pack starts with the first of its images, which stand right behind it.
drop index if exists public.job_queue_due;
create index job_queue_due on public.job_queue (priority desc, created_at, seq) where status = 'pending';
drop index if exists public.job_queue_unfinished;
create index job_queue_unfinished on public.job_queue (status, seq desc) where status in ('processing', 'failed');

-- As in 0015, in fewer words yet. Columns that were there before us may allow null.
do $$
declare
    needs_filling text := $when$new.status is distinct from 'pending' or new.payload ?| '{projectId,imageType}'$when$;
    nullable text;
begin
    select string_agg(format('new.%I', attname), ', ') into nullable
      from pg_attribute
     where attrelid = 'public.job_queue'::regclass and attname in ('retry_count', 'max_retries', 'created_at')
       and not attnotnull;
    if nullable is not null then
        needs_filling := format('%s or num_nulls(%s) > 0', needs_filling, nullable);
    end if;
    drop trigger if exists packdesk_normalise_new on public.job_queue;
    execute format('create trigger packdesk_normalise_new before insert on public.job_queue for each row'
                   ' when (%s) execute function packdesk.normalise_job()', needs_filling);
end $$;

-- As in 0015; one pass over the rows tells all that a single job needs.
create or replace function packdesk.jobs_inserted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    s record;
    belonging record;
    is_silent boolean;
begin
    select count(*) as jobs, min(id::text collate "C") as first,
           bool_or(parent_id is not null or project_id is not null) as belong,
           bool_or(status = 'pending' and expanded_at is null) as wake
      into s from new_rows;
    if s.belong then
        select array_agg(parent_id) filter (where parent_id is not null) as packs,
               array_agg(distinct project_id) filter (where project_id is not null) as projects
          into belonging from new_rows;
        perform packdesk.refresh_packs_and_projects(belonging.packs, belonging.projects);
    end if;
    -- expressions, which PL/pgSQL evaluates by itself: as statements the notices would cost twice as much
    if s.jobs = 1 then
        is_silent := pg_notify('packdesk_changes', '{"table":"jobs","ids":["' || s.first || '"]}') is null;
    else
        -- no more ids than a notice can hold, and one
        perform packdesk.notify_ids('jobs', array(select id::text from new_rows limit 101));
    end if;
    if s.wake then
        is_silent := pg_notify('packdesk_wake', '') is null;
    end if;
    return null;
end $$;
