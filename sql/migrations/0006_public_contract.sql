-- The contract other programs rely on: four functions that know no leases. Where an older deployment has them, the
-- names and defaults of their arguments stay, since web apps call them by these; only another result makes us drop one.

do $$
declare
    f record;
    have record;
    arguments text;
begin
    for f in
        select * from (values
            ('get_next_job', '', '',
             'TABLE(id uuid, job_type text, payload jsonb, retry_count integer, max_retries integer, user_id text, status text, created_at timestamp with time zone)',
             'plpgsql', $body$
declare
    job packdesk.claimed_job;
begin
    -- a statement of its own: what it claims may be newer than the snapshot of the statement we are called from
    select * into job from packdesk.claim_jobs(null, 1);
    if job.id is null then
        return;
    end if;
    return query
    select q.id, job.job_type, job.payload, job.retry_count, job.max_retries, job.user_id, q.status::text,
           q.created_at::timestamptz
      from public.job_queue q where q.id = job.id;
end $body$),
            ('mark_job_processing', 'uuid', 'job_id uuid', 'void', 'sql', $body$
    update public.job_queue set status = 'processing', last_outcome = null
     where id = $1 and status = 'pending' and expanded_at is null;
$body$),
            ('mark_job_completed', 'uuid', 'job_id uuid', 'void', 'sql', $body$
    update public.job_queue set status = 'completed'
     where id = $1 and status in ('pending', 'processing') and expanded_at is null;
$body$),
            ('mark_job_failed', 'uuid, text', 'job_id uuid, error_msg text', 'void', 'sql', $body$
    update public.job_queue
       set status = case when retry_count < max_retries then 'pending' else 'failed' end,
           retry_count = greatest(retry_count, least(retry_count + 1, max_retries)),
           run_after = case when retry_count < max_retries
                            then clock_timestamp() + packdesk.backoff(retry_count) else run_after end,
           last_outcome = 'failed',
           error_message = left(coalesce(nullif($2, ''), 'failed'), 4000)
     where id = $1 and status in ('pending', 'processing') and expanded_at is null;
$body$)) as f (name, types, arguments, result, language, body)
    loop
        select p.oid, p.prokind, pg_get_function_result(p.oid) as result,
               pg_get_function_arguments(p.oid) as arguments
          into have
          from pg_proc p
         where p.oid = to_regprocedure(format('public.%I(%s)', f.name, f.types));
        if have.oid is not null and (have.prokind <> 'f' or have.result <> f.result) then
            execute format('drop routine public.%I(%s)', f.name, f.types);
        end if;
        arguments := coalesce(have.arguments, f.arguments);
        execute format('create or replace function public.%I(%s) returns %s language %s volatile security definer'
                       ' set search_path = pg_catalog, pg_temp as %L', f.name, arguments, f.result, f.language, f.body);
        -- at once, and for browsers' roles too: 0007 grants the rights
        execute format('revoke all on function public.%I(%s) from public', f.name, f.types);
    end loop;
    for f in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
        execute format('revoke all on function public.get_next_job(), public.mark_job_processing(uuid),'
                       ' public.mark_job_completed(uuid), public.mark_job_failed(uuid, text) from %I', f.rolname);
    end loop;
end $$;
