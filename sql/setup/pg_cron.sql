-- Optional: housekeeping inside the database, by pg_cron. Run it once, as the login that set Packdesk up, in the
-- database that pg_cron works for (hosted projects: any; elsewhere: cron.database_name). It may run again.
--
-- What it does: jobs whose worker died go back into the queue even while no worker looks; and, if wanted, old finished
-- jobs are deleted, and a deployed processor is woken over HTTP. Afterwards: packdesk doctor
--
--   select packdesk.schedule_housekeeping();                              -- as below
--   select packdesk.schedule_housekeeping(p_keep => '90 days');           -- and delete what finished 90 days ago
--   select packdesk.schedule_housekeeping(p_wake => true);                -- and wake a processor, see below
--   select packdesk.unschedule_housekeeping();                            -- the way back
--
-- Waking a processor needs pg_net, and in Vault its address and its key. The text of a cron job is open to others, and
-- pg_net's table of requests is open to every login, so the key opens that door and nothing else:
--   select vault.create_secret('https://shop.example.com/process-jobs', 'packdesk_processor_url');
--   select vault.create_secret('a long random text', 'packdesk_processor_key');

do $$
begin
    if not exists (select from pg_extension where extname = 'pg_cron') then
        begin
            create extension pg_cron;
        exception when others then
            raise exception 'pg_cron is not here. Hosted: switch it on in the dashboard (Integrations, Cron). Elsewhere: install it, name it in shared_preload_libraries, restart, and have the administrator run: create extension pg_cron; grant usage on schema cron to "%"; (%)',
                current_user, sqlerrm using errcode = 'PD003';
        end;
    end if;
    if not has_schema_privilege('cron', 'usage') then
        raise exception 'This login may not use pg_cron. Ask the server''s administrator for: grant usage on schema cron to "%";',
            current_user using errcode = 'PD004';
    end if;
end $$;

-- Ten seconds where pg_cron can (1.5 and newer), else a minute. Never six fields: pg_cron takes '*/10 * * * * *' without
-- a word, ignores the sixth, and runs it every ten minutes.
create or replace function packdesk.shortest_schedule() returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when (regexp_match(extversion, '^(\d+)\.(\d+)'))::int[] >= array[1, 5]
                then '10 seconds' else '* * * * *' end
      from pg_extension where extname = 'pg_cron';
$$;

-- Wakes the deployed processor if there is anything to do. Address and key come out of Vault here, and stand nowhere else.
create or replace function packdesk.wake_processor() returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    url text;
    key text;
begin
    if not exists (select from public.job_queue
                    where status = 'pending' and expanded_at is null and run_after <= clock_timestamp()) then
        return false;
    end if;
    execute 'select max(decrypted_secret) filter (where name = ''packdesk_processor_url''),'
            ' max(decrypted_secret) filter (where name = ''packdesk_processor_key'') from vault.decrypted_secrets'
       into url, key;
    if url is null or key is null then
        raise exception 'Vault has no packdesk_processor_url or no packdesk_processor_key. Add both with vault.create_secret.'
            using errcode = 'PD003';
    end if;
    execute 'select net.http_post(url := $1, body := ''{}''::jsonb, headers := $2)'
      using url, jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || key);
    return true;
end $$;

create or replace function packdesk.schedule_housekeeping(p_keep interval default null, p_wake boolean default false)
returns table (name text, schedule text)
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if p_keep < interval '1 day' then
        raise exception 'Keep finished jobs for a day at least.' using errcode = 'PD001';
    end if;
    if p_wake and (to_regclass('vault.decrypted_secrets') is null
                   or not exists (select from pg_extension where extname = 'pg_net')
                      and to_regnamespace('net') is null) then
        raise exception 'Waking a processor needs pg_net and Vault. Switch both on, then try again.' using errcode = 'PD003';
    end if;
    perform packdesk.unschedule_housekeeping();
    perform cron.schedule('packdesk-rescue', packdesk.shortest_schedule(), 'select packdesk.rescue_jobs(1000)');
    if p_keep is not null then
        -- at night and in batches, so that nobody waits for it
        perform cron.schedule('packdesk-prune', '*/10 1-4 * * *',
                              format('select packdesk.prune_jobs(%L, 5000), packdesk.prune_blobs(1000)', p_keep));
    end if;
    if p_wake then
        perform cron.schedule('packdesk-wake', packdesk.shortest_schedule(), 'select packdesk.wake_processor()');
    end if;
    -- the history of these grows for ever otherwise; that of what others schedule is theirs
    perform cron.schedule('packdesk-history', '17 3 * * *',
                          'delete from cron.job_run_details where end_time < now() - interval ''7 days'''
                          ' and (command like ''select packdesk.%'' or command like ''delete from cron.job%'')');
    return query select j.jobname::text, j.schedule from cron.job j where j.jobname like 'packdesk-%' order by 1;
end $$;

create or replace function packdesk.unschedule_housekeeping() returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
begin
    select count(*) filter (where cron.unschedule(j.jobid)) into n
      from cron.job j where j.jobname in ('packdesk-rescue', 'packdesk-prune', 'packdesk-wake', 'packdesk-history');
    return n;
end $$;

do $$
declare
    who text;
    f text;
begin
    foreach f in array array['shortest_schedule()', 'wake_processor()', 'schedule_housekeeping(interval, boolean)',
                             'unschedule_housekeeping()'] loop
        execute format('revoke all on function packdesk.%s from public', f);
        for who in select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role') loop
            execute format('revoke all on function packdesk.%s from %I', f, who);
        end loop;
    end loop;
end $$;

select * from packdesk.schedule_housekeeping();
