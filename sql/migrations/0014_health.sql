-- What `packdesk doctor` asks and a person's own rights don't show; finished images that come from another database;
-- and an audit log that is shown live.

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

-- A finished image that was made elsewhere, as JSON has its row: its bytes and its project are here already. It becomes
-- the chosen one where none is. Whether it was new.
create or replace function packdesk.adopt_image(p_image jsonb) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    image packdesk.generated_images := jsonb_populate_record(null::packdesk.generated_images, p_image);
begin
    perform pg_advisory_xact_lock(7365750, hashtext(image.project_id || ':' || image.image_type));
    perform from packdesk.projects where id = image.project_id for key share;
    if not found then
        raise exception 'This project does not exist any more.' using errcode = 'PD002';
    end if;
    image.id := coalesce(image.id, gen_random_uuid()::text);
    image.job_id := null;
    image.style := coalesce(image.style, '');
    image.asks := coalesce(image.asks, '{}');
    image.needs_check := coalesce(image.needs_check, '{}');
    image.created_at := least(coalesce(image.created_at, clock_timestamp()), clock_timestamp());
    image.chosen := coalesce(image.chosen, true)
        and not exists (select from packdesk.generated_images g
                         where g.project_id = image.project_id and g.image_type = image.image_type and g.chosen);
    insert into packdesk.generated_images select image.* on conflict (id) do nothing;
    return found;
end $$;

-- Who did what is news for whoever looks at it.
drop trigger if exists notice_insert on packdesk.audit_log;
create trigger notice_insert after insert on packdesk.audit_log
    referencing new table as new_rows for each statement execute function packdesk.rows_changed('id');
drop trigger if exists notice_update on packdesk.audit_log;
create trigger notice_update after update on packdesk.audit_log
    referencing new table as new_rows for each statement execute function packdesk.rows_changed('id');

do $$
declare
    who text;
    f text;
begin
    foreach f in array array['scheduled_work()', 'adopt_image(jsonb)'] loop
        for who in select 'public' union all select quote_ident(rolname) from pg_roles
                    where rolname in ('anon', 'authenticated', 'service_role', 'packdesk_viewer', 'packdesk_staff',
                                      'packdesk_worker', 'packdesk_admin') loop
            execute format('revoke all on function packdesk.%s from %s', f, who);
        end loop;
    end loop;
end $$;
grant execute on function packdesk.scheduled_work() to packdesk_admin;
grant execute on function packdesk.adopt_image(jsonb) to packdesk_staff, packdesk_admin;
