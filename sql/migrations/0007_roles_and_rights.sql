-- Who may what. Four roles without login; people's logins are members of exactly one. Everything is said out loud,
-- grants and revokes both: some databases grant anon and authenticated everything by default, others nobody.

do $$
declare
    role_name text;
begin
    foreach role_name in array array['packdesk_viewer', 'packdesk_staff', 'packdesk_worker', 'packdesk_admin'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            begin
                execute format('create role %I nologin', role_name);
            exception
                when duplicate_object or unique_violation then
                    null;  -- roles belong to the whole server: another database was faster
                when insufficient_privilege then
                    raise exception 'The role % is missing and this login may not create roles. Ask the server''s administrator to run: create role %;',
                        role_name, role_name using errcode = 'PD003';
            end;
        end if;
    end loop;
end $$;

-- One word for the state of a job, told from its columns; the caller's own rights apply.
do $$
declare
    definition text := $view$
create or replace view packdesk.jobs with (security_invoker = true) as
select q.*,
       case when q.status = 'completed' then 'completed'
            when q.status = 'failed' then case when q.cancel_requested_at is null then 'failed' else 'cancelled' end
            when q.status = 'processing' then
                case when q.expanded_at is null and (q.lease_expires_at is null or q.lease_expires_at < now())
                     then 'stalled' else 'running' end
            when q.expanded_at is not null or q.run_after <= now() then 'queued'
            when q.retry_count > 0 then 'retrying'
            else 'scheduled' end as state
  from public.job_queue q$view$;
begin
    execute definition;
exception when invalid_table_definition then
    -- the table has got a column since; what builds on this view is made anew by the migration that made it
    drop view packdesk.jobs cascade;
    execute definition;
end $$;

-- Nothing for anybody first.
do $$
declare
    who text;
    f text;
begin
    foreach who in array array['public', 'anon', 'authenticated', 'service_role', 'packdesk_viewer', 'packdesk_staff',
                               'packdesk_worker', 'packdesk_admin'] loop
        if who <> 'public' and not exists (select from pg_roles where rolname = who) then
            continue;
        end if;
        who := case when who = 'public' then who else quote_ident(who) end;
        execute format('revoke all on public.job_queue from %s', who);
        f := pg_get_serial_sequence('public.job_queue', 'seq');
        if f is not null then
            execute format('revoke all on sequence %s from %s', f, who);
        end if;
        execute format('revoke all on all tables in schema packdesk from %s', who);
        execute format('revoke all on all sequences in schema packdesk from %s', who);
        execute format('revoke all on all functions in schema packdesk from %s', who);
        execute format('revoke all on schema packdesk from %s', who);
        foreach f in array array['get_next_job()', 'mark_job_processing(uuid)', 'mark_job_completed(uuid)',
                                 'mark_job_failed(uuid, text)'] loop
            execute format('revoke all on function public.%s from %s', f, who);
        end loop;
    end loop;
end $$;
-- Later migrations say it again for what they make: default privileges of a schema can't take EXECUTE from PUBLIC.

grant usage on schema public, packdesk to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;

-- Everybody of ours reads.
grant select on public.job_queue, packdesk.jobs, packdesk.projects, packdesk.project_images,
    packdesk.generated_images, packdesk.blobs, packdesk.blob_chunks, packdesk.workers, packdesk.job_attempts,
    packdesk.job_types, packdesk.queue_settings, packdesk.audit_log, packdesk.schema_migrations
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;

-- Staff: projects and photos directly, the queue through functions only. Statuses are nobody's to write.
grant insert (id, name, product_name, category, description, features, dimensions, comparison, brand, style, owner)
    on packdesk.projects to packdesk_staff, packdesk_admin;
grant update (name, product_name, category, description, features, dimensions, comparison, brand, style, owner)
    on packdesk.projects to packdesk_staff, packdesk_admin;
grant insert (id, project_id, position, original_name, blob_sha256, thumb_sha256, mime, size_bytes, width, height),
      update (position, original_name, blob_sha256, thumb_sha256, mime, size_bytes, width, height), delete
    on packdesk.project_images to packdesk_staff, packdesk_admin;
grant update (chosen) on packdesk.generated_images to packdesk_staff, packdesk_admin;
grant insert on packdesk.blobs, packdesk.blob_chunks to packdesk_staff, packdesk_worker, packdesk_admin;
grant execute on function
    packdesk.enqueue_image(text, text, text, text, integer), packdesk.enqueue_pack(text, text, text, boolean, integer),
    packdesk.cancel_jobs(uuid[]), packdesk.retry_jobs(uuid[]), packdesk.prioritise_jobs(uuid[], integer),
    packdesk.delete_projects(text[])
    to packdesk_staff, packdesk_admin;

-- Staff's own computers process jobs as well: "this computer is processing" is a worker beside the window.
grant execute on function
    packdesk.claim_jobs(uuid, integer), packdesk.outlook(uuid), packdesk.rescue_jobs(integer, boolean),
    packdesk.heartbeat(uuid, uuid[], bigint[], real[]), packdesk.complete_job(uuid, bigint),
    packdesk.complete_image_job(uuid, bigint, text, text, text, text, bigint, integer, integer, text[], text[]),
    packdesk.fail_job(uuid, bigint, text, boolean, interval, text), packdesk.release_jobs(uuid[], bigint[]),
    packdesk.expand_pack(uuid, bigint),
    packdesk.register_worker(uuid, text, text, text, integer, boolean), packdesk.sign_off_worker(uuid)
    to packdesk_worker, packdesk_staff, packdesk_admin;

grant execute on function
    packdesk.pause_queue(boolean), packdesk.pause_worker(uuid, boolean), packdesk.prune_jobs(interval, integer),
    packdesk.prune_blobs(integer)
    to packdesk_admin;
grant insert, update, delete on packdesk.job_types to packdesk_admin;
grant update (lease, leaseless_lease, default_deadline, backoff_base, backoff_cap) on packdesk.queue_settings
    to packdesk_admin;
grant insert, update, delete on public.job_queue to packdesk_admin;

-- The contract's callers. The server-side key of a web app may enqueue with a plain INSERT as well; the browser's
-- roles, anon and authenticated, get nothing.
grant execute on function public.get_next_job(), public.mark_job_processing(uuid), public.mark_job_completed(uuid),
    public.mark_job_failed(uuid, text) to packdesk_worker, packdesk_admin;
do $$
begin
    if exists (select from pg_roles where rolname = 'service_role') then
        grant usage on schema public to service_role;
        grant execute on function public.get_next_job(), public.mark_job_processing(uuid),
            public.mark_job_completed(uuid), public.mark_job_failed(uuid, text) to service_role;
        grant select, insert on public.job_queue to service_role;
    end if;
end $$;

-- Row level security is on for every table of ours. The owner and SECURITY DEFINER functions pass it.
do $$
declare
    t record;
begin
    for t in
        select c.oid::regclass as name, n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and (n.nspname = 'packdesk' or (n.nspname = 'public' and c.relname = 'job_queue'))
    loop
        execute format('alter table %s enable row level security', t.name);
        execute format('drop policy if exists packdesk_read on %s', t.name);
        execute format('create policy packdesk_read on %s for select to packdesk_viewer, packdesk_staff, packdesk_worker,'
                       ' packdesk_admin using (true)', t.name);
        execute format('drop policy if exists packdesk_write on %s', t.name);
        if t.relname in ('projects', 'project_images', 'generated_images') then
            execute format('create policy packdesk_write on %s to packdesk_staff, packdesk_admin'
                           ' using (true) with check (true)', t.name);
        elsif t.relname in ('blobs', 'blob_chunks') then
            execute format('create policy packdesk_write on %s for insert to packdesk_staff, packdesk_worker,'
                           ' packdesk_admin with check (true)', t.name);
        elsif t.relname in ('job_queue', 'job_types', 'queue_settings') then
            execute format('create policy packdesk_write on %s to packdesk_admin using (true) with check (true)', t.name);
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'service_role') then
        drop policy if exists packdesk_service on public.job_queue;
        create policy packdesk_service on public.job_queue to service_role using (true) with check (true);
    end if;
end $$;
