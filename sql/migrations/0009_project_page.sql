-- What a project's page asks beyond rows.

-- How many jobs are to be claimed before this one, and itself, counted to 1,000; null for a job that doesn't wait.
create or replace function packdesk.place_in_line(p_job uuid) returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$
    select 1 + (select count(*)::int from (
               select from public.job_queue q
                where q.status = 'pending' and q.expanded_at is null and q.run_after <= now()
                  and (q.priority > j.priority
                       or (q.priority = j.priority and (q.created_at, q.seq) < (j.created_at, j.seq)))
                limit 999) ahead)
      from public.job_queue j
     where j.id = p_job and j.status = 'pending' and j.expanded_at is null and j.run_after <= now();
$$;
revoke all on function packdesk.place_in_line(uuid) from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'anon') then
        revoke all on function packdesk.place_in_line(uuid) from anon;
    end if;
    if exists (select from pg_roles where rolname = 'authenticated') then
        revoke all on function packdesk.place_in_line(uuid) from authenticated;
    end if;
end $$;
grant execute on function packdesk.place_in_line(uuid)
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;
