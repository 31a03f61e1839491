-- Parameters are psycopg's %(name)s.

-- name: enqueue_pack
select packdesk.enqueue_pack(%(project)s, %(style)s, %(user)s, %(aplus)s, %(priority)s)

-- name: enqueue_aplus
select packdesk.enqueue_aplus(%(project)s, %(style)s, %(user)s, %(priority)s)

-- name: enqueue_image
select packdesk.enqueue_image(%(project)s, %(image_type)s, %(style)s, %(user)s, %(priority)s)

-- name: finish_and_claim
-- Rows without a lease name jobs handed in that were somebody else's by now.
select id, job_type, payload, project_id, image_type, parent_id, retry_count, max_retries, user_id, lease
  from packdesk.finish_and_claim(%(worker)s, %(jobs)s::uuid[], %(leases)s::bigint[], %(limit)s)

-- name: claim_one
select id, job_type, payload, project_id, image_type, parent_id, retry_count, max_retries, user_id, lease
  from packdesk.claim_job(%(worker)s, %(job)s)

-- name: keep_image
select packdesk.keep_image(%(job)s, %(image)s)

-- name: outlook
select next_due_s, held_by_others from packdesk.outlook(%(worker)s)

-- name: rescue
select packdesk.rescue_jobs()

-- name: heartbeat
select job_id, held, cancelled
  from packdesk.heartbeat(%(worker)s, %(jobs)s::uuid[], %(leases)s::bigint[], %(progress)s::real[])

-- name: complete
select packdesk.complete_job(%(job)s, %(lease)s)

-- name: complete_image
select packdesk.complete_image(%(job)s, %(lease)s, %(image)s)

-- name: complete_aplus
select packdesk.complete_aplus(%(job)s, %(lease)s, %(modules)s)

-- name: fail
select packdesk.fail_job(%(job)s, %(lease)s, %(error)s, %(retryable)s, %(retry_after)s::interval, %(traceback)s)

-- name: release
select packdesk.release_jobs(%(jobs)s::uuid[], %(leases)s::bigint[])

-- name: expand_pack
select packdesk.expand_pack(%(job)s, %(lease)s)

-- name: cancel
select packdesk.cancel_jobs(%(jobs)s::uuid[])

-- name: retry
select packdesk.retry_jobs(%(jobs)s::uuid[])

-- name: by_ids
select id, job_type, payload, status, state, retry_count, max_retries, error_message, created_at, processed_at,
       completed_at, user_id, project_id, image_type, parent_id, children_total, children_done, priority, run_after,
       worker_id, progress, version
  from packdesk.jobs where id = any (%(ids)s::uuid[]) order by seq

-- name: children
select id, job_type, payload, status, state, retry_count, max_retries, error_message, created_at, processed_at,
       completed_at, user_id, project_id, image_type, parent_id, children_total, children_done, priority, run_after,
       worker_id, progress, version
  from packdesk.jobs where parent_id = %(pack)s order by seq

-- name: newest
-- "state" narrows the list; an empty array means all of them.
select id, job_type, payload, status, state, retry_count, max_retries, error_message, created_at, processed_at,
       completed_at, user_id, project_id, image_type, parent_id, children_total, children_done, priority, run_after,
       worker_id, progress, version
  from packdesk.jobs
 where (cardinality(%(states)s::text[]) = 0 or state = any (%(states)s::text[]))
   and (%(project)s::text is null or project_id = %(project)s)
 order by seq desc limit %(limit)s

-- name: matching_ids
-- Ids whose text starts so; two are enough to know that a prefix is ambiguous.
select id from public.job_queue where id::text like %(prefix)s || '%%' limit 2

-- name: attempts
select job_id, attempt, worker_id, started_at, ended_at, outcome, error, traceback
  from packdesk.attempts where job_id = %(job)s order by id

-- name: unfinished
-- Jobs that are neither finished nor waiting for children, of everybody: what a draining worker still has to see done.
select count(*)::int from (
    select from public.job_queue
     where expanded_at is null and status in ('pending', 'processing') limit 10000) open_jobs

-- name: change
select entry, changed, priorities
  from packdesk.change_jobs(%(action)s, %(jobs)s::uuid[], %(priority)s, %(entry)s, %(detail)s)

-- name: error_groups
-- Of the newest ten thousand failures: errors alike but for numbers, names in quotes and ids count as one. A pack
-- only repeats what its jobs say.
select kind, count(*)::int as jobs, max(seq) as newest
  from (select seq, left(regexp_replace(split_part(coalesce(error_message, ''), E'\n', 1),
                         '[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|"[^"]*"|[0-9]+([.,][0-9]+)*', '*', 'g'), 160) as kind
          from public.job_queue
         where status = 'failed' and cancel_requested_at is null and children_total = 0
         order by seq desc limit 10000) newest_failures
 group by kind order by jobs desc, newest desc limit %(limit)s

-- name: buckets
-- Attempts by when they ended, newest first and at most so many; waited_s is how long their jobs had been due.
with bounds as (
    select clock_timestamp() as until, clock_timestamp() - make_interval(secs => %(span_s)s) as since,
           %(span_s)s::float8 / %(buckets)s as step_s
), ended as materialized (
    select job_id, ended_at, started_at, outcome
      from packdesk.attempts_since((select since from bounds), %(limit)s)
)
select least(floor(extract(epoch from e.ended_at - b.since) / b.step_s), %(buckets)s - 1)::int as bucket,
       count(*) filter (where e.outcome = 'completed')::int as completed,
       count(*) filter (where e.outcome in ('failed', 'lost'))::int as failed,
       max(e.waited_s) as waited_s
  from bounds b
 cross join (select d.*, case when q.retry_count = 0 then
                    greatest(extract(epoch from d.started_at - q.created_at), 0)::float8 end as waited_s
               from ended d left join public.job_queue q on q.id = d.job_id) e
 group by 1 order by 1

-- name: moment
-- The queue at this moment; counts are bounded.
select clock_timestamp() as now,
       (select count(*)::int from (select from public.job_queue where status = 'pending' and expanded_at is null
                                    limit 10001) few) as queued,
       (select count(*)::int from (select from public.job_queue where status = 'processing' and expanded_at is null
                                    limit 10001) few) as running,
       (select extract(epoch from clock_timestamp() - created_at)::float8 from public.job_queue
         where status = 'pending' and expanded_at is null and run_after <= clock_timestamp()
         order by seq limit 1) as oldest_s

-- name: rights
-- What the buttons may offer; the functions themselves refuse all the same.
select has_function_privilege('packdesk.change_jobs(text, uuid[], integer, bigint, jsonb)', 'execute') as may_change,
       has_function_privilege('packdesk.pause_queue(boolean, text)', 'execute') as may_pause

-- name: worker_names
select id, name from packdesk.workers where id = any (%(workers)s::uuid[])
