-- Who did what to how many; the newest first.

-- name: entries
select id, at, actor, action, items, detail from packdesk.audit_log
 where (%(action)s::text is null or action = %(action)s)
   and (%(text)s = '' or actor ilike %(like)s or detail::text ilike %(like)s)
 order by id desc limit %(limit)s

-- name: actions
select distinct action from packdesk.audit_log order by 1 limit 100
