-- What `packdesk doctor` asks and a person's own rights don't show.

-- What pg_cron does on a schedule, as far as the login that set the database up sees it. Commands stay where they are,
-- they may hold a key; told is what can be wrong with them.
create or replace function packdesk.scheduled_work(
    out name text, out schedule text, out active boolean, out is_ours boolean, out holds_key boolean,
    out last_status text, out last_message text, out last_end timestamptz) returns setof record
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if to_regclass('cron.job') is null or not has_schema_privilege('cron', 'usage') then
        return;
    end if;
    return query execute $q$
        select coalesce(j.jobname::text, 'job ' || j.jobid), j.schedule, j.active,
               j.jobname like 'packdesk-%' or j.command ~* 'packdesk|job_queue|get_next_job|process-jobs|process-image',
               j.command ~* 'bearer\s+[a-z0-9._-]{8}|eyJ[a-z0-9_-]{10}|sb_secret_|service_role|apikey',
               d.status, left(d.return_message, 300), d.end_time
          from cron.job j
          left join lateral (select r.status, r.return_message, r.end_time from cron.job_run_details r
                              where r.jobid = j.jobid order by r.runid desc limit 1) d on true
         order by 1 $q$;
end $$;

revoke all on function packdesk.scheduled_work() from public;
do $$
declare
    who text;
begin
    for who in select rolname from pg_roles
                where rolname in ('anon', 'authenticated', 'service_role', 'packdesk_viewer', 'packdesk_staff',
                                  'packdesk_worker') loop
        execute format('revoke all on function packdesk.scheduled_work() from %I', who);
    end loop;
end $$;
grant execute on function packdesk.scheduled_work() to packdesk_admin;
