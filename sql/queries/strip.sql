-- What the strip at the foot of the window says, and which packs are done since; one look for all of it.

-- name: look
-- Counts are bounded. "worker" is this computer's (null: it doesn't process); without "since" nobody wants notices.
-- Packs are looked for among the newest jobs only: the cost must not grow with the history.
select (select count(*)::int from (select from public.job_queue where status = 'pending' and expanded_at is null
                                    limit 10001) few) as queued,
       (select count(*)::int from (select from public.job_queue where status = 'processing' and expanded_at is null
                                    limit 10001) few) as running,
       coalesce((select paused from packdesk.queue_settings), false) as paused,
       (select pause_reason from packdesk.queue_settings) as pause_reason,
       array(select array[coalesce(q.image_type, q.job_type), coalesce(p.name, '')]
               from public.job_queue q left join packdesk.projects p on p.id = q.project_id
              where q.status = 'processing' and q.expanded_at is null and q.worker_id = %(worker)s
              order by q.seq limit 4) as mine,
       array(select array[q.status, coalesce(p.name, ''), q.children_done::text, q.children_total::text]
               from (select n.* from public.job_queue n where %(since)s::timestamptz is not null
                      order by n.seq desc limit 1000) q
               left join packdesk.projects p on p.id = q.project_id
              where q.job_type = 'generate-complete-pack' and q.status in ('completed', 'failed')
                and q.cancel_requested_at is null and q.completed_at > %(since)s::timestamptz
              order by q.completed_at limit 5) as packs,
       clock_timestamp() as now
