-- name: register
select packdesk.register_worker(%(id)s, %(name)s, %(kind)s, %(app_version)s, %(slots)s, %(session_lock)s)

-- name: sign_off
select packdesk.sign_off_worker(%(id)s)

-- name: all
-- Who processes, or did within a day. A worker is gone when it signed off or its heartbeat is old.
select w.id, w.name, w.kind, w.app_version, w.slots, w.paused, w.started_at, w.heartbeat_at, w.stopped_at,
       (select count(*)::int from public.job_queue q
         where q.status = 'processing' and q.expanded_at is null and q.worker_id = w.id) as running,
       coalesce(d.done, 0) as done_last_minute,
       w.stopped_at is null and w.heartbeat_at > clock_timestamp() - interval '30 seconds' as is_alive,
       w.version, w.pause_reason, w.paused_by
  from packdesk.workers w
  left join (select worker_id, count(*)::int as done from (
                 select worker_id from packdesk.attempts_since(clock_timestamp() - interval '1 minute', 20000)
                  where outcome = 'completed') newest group by worker_id) d on d.worker_id = w.id
 where w.heartbeat_at > clock_timestamp() - interval '1 day'
    or exists (select from public.job_queue q
                where q.status = 'processing' and q.expanded_at is null and q.worker_id = w.id)
 order by (w.stopped_at is null and w.heartbeat_at > clock_timestamp() - interval '30 seconds') desc, w.name, w.started_at
 limit 500

-- name: running_jobs
-- What they are at, for their rows: newest first.
select q.worker_id, q.id, q.job_type, q.image_type, p.name as project_name, q.processed_at
  from public.job_queue q left join packdesk.projects p on p.id = q.project_id
 where q.status = 'processing' and q.expanded_at is null order by q.seq desc limit 500

-- name: pause_queue
select packdesk.pause_queue(%(paused)s, %(reason)s)

-- name: pause_worker
select packdesk.pause_worker(%(worker)s, %(paused)s, %(reason)s)

-- name: pause
select paused, pause_reason as reason, paused_by as by, paused_at as since from packdesk.queue_settings
