-- name: invite
select packdesk.invite_person(%(login)s, %(role)s, %(verifier)s)

-- name: close
select packdesk.close_person(%(login)s)

-- name: end
select packdesk.end_person(%(login)s)

-- name: all
select login, role, may_sign_in, invited_here, invited_by, invited_at, connections
  from packdesk.people order by login, role
