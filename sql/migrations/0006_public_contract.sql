-- The contract other programs rely on: four functions that know no leases. Dropped first, since an older
-- deployment's may return something else; 0007 grants the rights anew.

drop function if exists public.get_next_job();
create function public.get_next_job()
returns table (id uuid, job_type text, payload jsonb, retry_count integer, max_retries integer, user_id text,
               status text, created_at timestamptz)
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select c.id, c.job_type, c.payload, c.retry_count, c.max_retries, c.user_id, 'processing'::text, q.created_at
      from packdesk.claim_jobs(null, 1) c join public.job_queue q on q.id = c.id;
$$;

drop function if exists public.mark_job_processing(uuid);
create function public.mark_job_processing(job_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    update public.job_queue q set status = 'processing', last_outcome = null
     where q.id = mark_job_processing.job_id and q.status = 'pending' and q.expanded_at is null;
$$;

drop function if exists public.mark_job_completed(uuid);
create function public.mark_job_completed(job_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    update public.job_queue q set status = 'completed'
     where q.id = mark_job_completed.job_id and q.status in ('pending', 'processing') and q.expanded_at is null;
$$;

drop function if exists public.mark_job_failed(uuid, text);
create function public.mark_job_failed(job_id uuid, error_msg text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    update public.job_queue q
       set status = case when q.retry_count < q.max_retries then 'pending' else 'failed' end,
           retry_count = least(q.retry_count + 1, greatest(q.max_retries, q.retry_count)),
           run_after = case when q.retry_count < q.max_retries
                            then clock_timestamp() + packdesk.backoff(q.retry_count) else q.run_after end,
           last_outcome = 'failed',
           error_message = left(coalesce(nullif(mark_job_failed.error_msg, ''), 'failed'), 4000)
     where q.id = mark_job_failed.job_id and q.status in ('pending', 'processing') and q.expanded_at is null;
$$;
