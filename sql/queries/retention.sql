-- Opt-in tidying up; the functions refuse everybody but admins.

-- name: prune_jobs
select packdesk.prune_jobs(make_interval(days => %(days)s), %(limit)s)

-- name: prune_blobs
select packdesk.prune_blobs(%(limit)s)
