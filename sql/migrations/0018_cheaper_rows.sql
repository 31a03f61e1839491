-- What every row of the queue costs, whoever writes it: three things that were there for few rows and paid for by all.

-- Ever larger numbers go to the end of an ascending index, which the server knows how to make cheap; it is read
-- backwards for the newest.
do $$
begin
    if exists (select from pg_indexes where schemaname = 'public' and indexname = 'job_queue_newest'
                  and indexdef like '%(seq DESC)') then
        drop index public.job_queue_newest;
    end if;
end $$;
create index if not exists job_queue_newest on public.job_queue (seq);

-- The four states as one constant instead of a list of four: a check is read and planned anew for every statement.
-- What an adopted table has of its own stays as it is.
do $$
declare
    old constant text := $c$CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'completed'::text, 'failed'::text])))$c$;
    short constant text := $c$CHECK ((status = ANY ('{pending,processing,completed,failed}'::text[])))$c$;
    c record;
begin
    for c in
        select conname from pg_constraint
         where conrelid = 'public.job_queue'::regclass and contype = 'c' and convalidated
           and conname in ('job_queue_status_check', 'packdesk_status_check') and pg_get_constraintdef(oid) = old
    loop
        execute format('alter table public.job_queue drop constraint %I', c.conname);
        -- pasted once more, 0001 doesn't recognise the short one and brings the old one again
        if not exists (select from pg_constraint where conrelid = 'public.job_queue'::regclass
                          and pg_get_constraintdef(oid) = short) then
            execute format('alter table public.job_queue add constraint %I %s', c.conname, short);
        end if;
    end loop;
end $$;

-- A job of a pack needs a pack, and goes with it. As a foreign key that was asked of every row at every change, though
-- one job in some has a pack and none ever gets another: these triggers run for those alone, and take the same locks.
create or replace function packdesk.pack_is_there() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform from public.job_queue where id = new.parent_id for key share;
    if not found then
        raise foreign_key_violation using
            message = format('There is no job %s that this job could be a part of.', new.parent_id),
            schema = 'public', table = 'job_queue', column = 'parent_id';
    end if;
    return null;
end $$;
create or replace function packdesk.pack_stays_itself() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from public.job_queue where parent_id = old.id) then
        raise foreign_key_violation using
            message = format('Other jobs are a part of job %s: its id has to stay.', old.id),
            schema = 'public', table = 'job_queue', column = 'id';
    end if;
    return null;
end $$;
revoke all on function packdesk.pack_is_there() from public;
revoke all on function packdesk.pack_stays_itself() from public;
drop trigger if exists packdesk_pack_is_there on public.job_queue;
create trigger packdesk_pack_is_there after insert or update of parent_id on public.job_queue for each row
    when (new.parent_id is not null) execute function packdesk.pack_is_there();
drop trigger if exists packdesk_pack_stays_itself on public.job_queue;
create trigger packdesk_pack_stays_itself after update of id on public.job_queue for each row
    when (new.id is distinct from old.id) execute function packdesk.pack_stays_itself();

-- As in 0015, and a pack's jobs go with it.
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
    delete from public.job_queue where parent_id = any (s.jobs);
    delete from packdesk.job_attempts where job_id = any (s.jobs);
    perform packdesk.refresh_packs_and_projects(s.packs, s.projects);
    perform packdesk.notify_ids('jobs', s.ids);
    return null;
end $$;

alter table public.job_queue drop constraint if exists job_queue_parent_id_fkey;
