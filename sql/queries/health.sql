-- name: moment
-- How far apart the clocks are, who works, and what stands still. A job is stuck when it is overdue in spite of that.
select clock_timestamp() as now, current_user::text as login, current_setting('server_version') as server,
       (select count(*)::int from packdesk.workers
         where stopped_at is null and heartbeat_at > clock_timestamp() - interval '30 seconds') as workers_alive,
       (select count(*)::int from packdesk.workers
         where stopped_at is null and paused and heartbeat_at > clock_timestamp() - interval '30 seconds') as workers_paused,
       coalesce((select paused from packdesk.queue_settings), false) as is_paused,
       (select paused_by from packdesk.queue_settings) as paused_by,
       (select count(*)::int from (select from public.job_queue
                                    where status = 'pending' and expanded_at is null
                                      and run_after <= clock_timestamp() limit 10001) few) as due,
       (select extract(epoch from clock_timestamp() - min(greatest(created_at, run_after)))::float8
          from (select created_at, run_after from public.job_queue
                 where status = 'pending' and expanded_at is null and run_after <= clock_timestamp()
                 order by priority desc, created_at, seq limit 1000) first) as oldest_due_s,
       (select count(*)::int from public.job_queue
         where status = 'processing' and expanded_at is null
           and lease_expires_at < clock_timestamp() - interval '2 minutes') as stalled,
       (select count(*)::int from packdesk.blobs b
         where b.store_id is null
           and not exists (select from packdesk.blob_chunks c where c.sha256 = b.sha256 and c.n = 0)) as empty_blobs,
       (select sha256 from packdesk.blobs order by created_at desc limit 1) as newest_blob

-- name: strangers
-- What the browser's roles, or everybody, may do with anything of ours: nothing is right.
with ours as (
    select c.oid, c.oid::regclass::text as name from pg_class c
     where c.relkind in ('r', 'v', 'p', 'm')
       and (c.relnamespace = 'packdesk'::regnamespace or c.oid = 'public.job_queue'::regclass)
), functions as (
    select p.oid, p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace = 'packdesk'::regnamespace
        or (p.pronamespace = 'public'::regnamespace
            and p.proname in ('get_next_job', 'mark_job_processing', 'mark_job_completed', 'mark_job_failed'))
), strangers as (select rolname from pg_roles where rolname in ('anon', 'authenticated'))
select s.rolname::text as role, o.name
  from ours o, strangers s
 where has_table_privilege(s.rolname, o.oid, 'select, insert, update, delete, truncate, references, trigger')
    or has_any_column_privilege(s.rolname, o.oid, 'select, insert, update')
union all
select s.rolname::text, f.name from functions f, strangers s where has_function_privilege(s.rolname, f.oid, 'execute')
union all
select 'everybody', f.name from functions f join pg_proc p on p.oid = f.oid
 where exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)
order by 1, 2 limit 20

-- name: unprotected
-- Tables of ours without row level security, and triggers that somebody took away.
select c.oid::regclass::text as name, 'rls' as what from pg_class c
 where c.relkind in ('r', 'p') and not c.relrowsecurity
   and (c.relnamespace = 'packdesk'::regnamespace or c.oid = 'public.job_queue'::regclass)
union all
select t.name, 'trigger' from (values ('packdesk_inserted'), ('packdesk_updated'), ('packdesk_deleted')) t (name)
 where not exists (select from pg_trigger g where g.tgrelid = 'public.job_queue'::regclass and g.tgname = t.name
                      and g.tgenabled <> 'D')
order by 1

-- name: missing_rights
-- What the four roles must have and lack, from a look at one of each kind.
select r.role, r.what from (values
    ('packdesk_viewer', 'select on packdesk.projects'), ('packdesk_staff', 'insert on packdesk.projects'),
    ('packdesk_staff', 'execute on packdesk.enqueue_pack'), ('packdesk_worker', 'execute on packdesk.claim_jobs'),
    ('packdesk_admin', 'execute on packdesk.pause_queue')) r (role, what)
 where not exists (select from pg_roles p where p.rolname = r.role)
    or not case r.what
           when 'select on packdesk.projects' then has_table_privilege(r.role, 'packdesk.projects', 'select')
           when 'insert on packdesk.projects' then has_any_column_privilege(r.role, 'packdesk.projects', 'insert')
           when 'execute on packdesk.enqueue_pack' then
               has_function_privilege(r.role, 'packdesk.enqueue_pack(text, text, text, boolean, integer)', 'execute')
           when 'execute on packdesk.claim_jobs' then
               has_function_privilege(r.role, 'packdesk.claim_jobs(uuid, integer)', 'execute')
           else has_function_privilege(r.role, 'packdesk.pause_queue(boolean)', 'execute') end

-- name: many_roles
-- Each person is a member of exactly one role.
select login, string_agg(role, ', ' order by role) as roles from packdesk.people
 where role is not null group by login having count(*) > 1 order by login

-- name: scheduled
select name, schedule, active, is_ours, holds_key, last_status, last_message, last_end from packdesk.scheduled_work()
