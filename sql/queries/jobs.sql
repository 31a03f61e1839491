-- Parameters are psycopg's %(name)s.

-- name: enqueue_pack
select packdesk.enqueue_pack(%(project)s, %(style)s, %(user)s, false, %(priority)s)

-- name: enqueue_image
select packdesk.enqueue_image(%(project)s, %(image_type)s, %(style)s, %(user)s, %(priority)s)

-- name: claim
select id, job_type, payload, project_id, image_type, parent_id, retry_count, max_retries, user_id, lease,
       lease_expires_at, deadline_at
  from packdesk.claim_jobs(%(worker)s, %(limit)s)

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
select packdesk.complete_image_job(%(job)s, %(lease)s, %(style)s, %(blob)s, %(thumb)s, %(mime)s, %(size_bytes)s,
                                   %(width)s, %(height)s, %(asks)s::text[], %(needs_check)s::text[])

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
  from packdesk.job_attempts where job_id = %(job)s order by id

-- name: unfinished
-- Jobs that are neither finished nor waiting for children, of everybody: what a draining worker still has to see done.
select count(*)::int from (
    select from public.job_queue
     where expanded_at is null and status in ('pending', 'processing') limit 10000) open_jobs
