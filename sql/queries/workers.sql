-- name: register
select packdesk.register_worker(%(id)s, %(name)s, %(kind)s, %(app_version)s, %(slots)s, %(session_lock)s)

-- name: sign_off
select packdesk.sign_off_worker(%(id)s)
