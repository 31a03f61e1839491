-- name: invite
select packdesk.invite_person(%(login)s, %(role)s, %(verifier)s)

-- name: close
select packdesk.close_person(%(login)s)

-- name: end
select packdesk.end_person(%(login)s)

-- name: all
select login, role, may_sign_in, invited_here, invited_by, invited_at, connections
  from packdesk.people order by login, role

-- name: own_role
select case
         when pg_has_role(current_user, n.nspowner, 'usage') then 'owner'
         else (select substr(r.rolname, 10) from pg_roles r
                where r.rolname in ('packdesk_viewer', 'packdesk_staff', 'packdesk_worker', 'packdesk_admin')
                  and pg_has_role(current_user, r.oid, 'usage')
                order by array_position(array['admin', 'staff', 'worker', 'viewer'], substr(r.rolname, 10)) limit 1)
       end
  from pg_namespace n where n.nspname = 'packdesk'

-- name: may_manage
select has_function_privilege('packdesk.invite_person(text, text, text)', 'execute')
