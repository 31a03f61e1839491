-- People: each has a login of their own and is a member of exactly one packdesk_* role. Making and removing them is
-- for admins, who own nothing here: the functions below run with the rights of whoever set the database up, and touch
-- only logins that were made by them. Passwords come as SCRAM verifiers, so that no log of the server ever holds one.

create table if not exists packdesk.invitations (
    login      text primary key,
    -- a login of that name which somebody else made later is none of ours
    login_oid  oid not null,
    invited_by text not null default session_user,
    invited_at timestamptz not null default clock_timestamp()
);
alter table packdesk.invitations enable row level security;
drop policy if exists packdesk_read on packdesk.invitations;
create policy packdesk_read on packdesk.invitations for select
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin using (true);

-- Who may what. Logins that were made by hand are people, too; a role's maker, who only may hand it out, is none.
drop view if exists packdesk.people;
create view packdesk.people with (security_invoker = true) as
select m.rolname::text as login, substr(r.rolname, 10) as role, m.rolcanlogin as may_sign_in,
       i.login is not null as invited_here, i.invited_by, i.invited_at,
       (select count(*)::int from pg_stat_activity a
         where a.usesysid = m.oid and a.datname = current_database()) as connections
  from pg_auth_members am
  join pg_roles r on r.oid = am.roleid
                 and r.rolname in ('packdesk_viewer', 'packdesk_staff', 'packdesk_worker', 'packdesk_admin')
  join pg_roles m on m.oid = am.member and m.rolname !~ '^packdesk_(viewer|staff|worker|admin)$'
  left join packdesk.invitations i on i.login = m.rolname and i.login_oid = m.oid
 where pg_has_role(m.oid, r.oid, 'usage')
 group by m.oid, m.rolname, r.rolname, m.rolcanlogin, i.login, i.invited_by, i.invited_at
union all
-- removed, but for what other databases or objects still hold on to
select m.rolname::text, null, m.rolcanlogin, true, i.invited_by, i.invited_at, 0
  from packdesk.invitations i
  join pg_roles m on m.oid = i.login_oid and m.rolname = i.login
 where not exists (select from pg_auth_members am join pg_roles r on r.oid = am.roleid
                    where am.member = m.oid
                      and r.rolname in ('packdesk_viewer', 'packdesk_staff', 'packdesk_worker', 'packdesk_admin'));

-- Takes every packdesk_* role from a login, and makes sure of it: from 16 on a REVOKE by anybody but the giver is only
-- a warning.
create or replace function packdesk.take_roles(p_login text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    had record;
begin
    for had in
        select distinct r.rolname as role, g.rolname as giver
          from pg_auth_members am join pg_roles r on r.oid = am.roleid join pg_roles m on m.oid = am.member
          left join pg_roles g on g.oid = am.grantor
         where m.rolname = p_login
           and r.rolname in ('packdesk_viewer', 'packdesk_staff', 'packdesk_worker', 'packdesk_admin')
    loop
        execute format('revoke %I from %I', had.role, p_login);
        if exists (select from pg_auth_members am join pg_roles r on r.oid = am.roleid
                     join pg_roles m on m.oid = am.member
                    where m.rolname = p_login and r.rolname = had.role) then
            raise exception '% was given to "%" by "%", and only they or the server''s administrator can take it back: revoke % from "%";',
                had.role, p_login, had.giver, had.role, p_login using errcode = 'PD004';
        end if;
    end loop;
exception when insufficient_privilege then
    raise exception 'The login "%" that set this database up may not take roles from people. Ask the server''s administrator for: alter role "%" createrole;',
        current_user, current_user using errcode = 'PD004';
end $$;

-- Makes a login, or gives one that was made here another role and password. Returns 'invited' or 'changed'.
create or replace function packdesk.invite_person(p_login text, p_role text, p_verifier text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    is_known boolean;
begin
    if p_role is null or p_role not in ('viewer', 'staff', 'worker', 'admin') then
        raise exception 'There is no role "%". Choose viewer, staff, worker or admin.', left(p_role, 40)
            using errcode = 'PD001';
    end if;
    if p_login is null or p_login !~ '^[a-z][a-z0-9_-]{0,62}$' or p_login ~ '^(pg_|packdesk_|supabase)' then
        raise exception 'A login begins with a small letter and goes on with small letters, digits, - and _, at most 63 in all.'
            using errcode = 'PD001';
    end if;
    if p_verifier is null or p_verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
        raise exception 'The password has to come as a SCRAM-SHA-256 verifier, so that no log can hold it.'
            using errcode = 'PD001';
    end if;
    is_known := exists (select from packdesk.invitations i join pg_roles r on r.rolname = i.login and r.oid = i.login_oid
                         where i.login = p_login);
    if p_login = session_user then
        raise exception 'Your own role and password are for another admin to change.' using errcode = 'PD004';
    end if;
    if not is_known and exists (select from pg_roles where rolname = p_login) then
        raise exception 'There is a login "%" already, and it was not made by an invitation. Choose another name.', p_login
            using errcode = 'PD001';
    end if;
    if is_known then
        perform packdesk.take_roles(p_login);
    end if;
    begin
        execute format(case when is_known then 'alter role %I login password %L' else 'create role %I login password %L' end,
                       p_login, p_verifier);
        execute format('grant %I to %I', 'packdesk_' || p_role, p_login);
    exception
        when insufficient_privilege then
            raise exception 'The login "%" that set this database up may not make logins, or not hand out packdesk_%. Ask the server''s administrator for: alter role "%" createrole; grant packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin to "%" with admin option;',
                current_user, p_role, current_user, current_user using errcode = 'PD004';
        when duplicate_object or unique_violation then
            raise exception 'There is a login "%" already. Choose another name.', p_login using errcode = 'PD001';
    end;
    insert into packdesk.invitations (login, login_oid)
    values (p_login, (select oid from pg_roles where rolname = p_login))
    on conflict (login) do update
        set login_oid = excluded.login_oid, invited_by = session_user, invited_at = clock_timestamp();
    perform packdesk.audit('invite', 1, jsonb_build_object('login', p_login, 'role', p_role));
    return case when is_known then 'changed' else 'invited' end;
end $$;

-- The first half of removing somebody: from its commit on the login may nothing here any more, open connections
-- included. Returns 'closed', or 'kept' for a login made by hand, which stays what it is elsewhere.
create or replace function packdesk.close_person(p_login text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    invited_here boolean;
begin
    if p_login in (session_user, current_user) then
        raise exception 'Nobody can remove their own login, nor the one that set this database up.' using errcode = 'PD004';
    end if;
    select bool_or(p.invited_here) into invited_here from packdesk.people p where p.login = p_login;
    if invited_here is null then
        raise exception 'There is nobody called "%" here. See `packdesk db list`.', left(p_login, 63) using errcode = 'PD002';
    end if;
    perform packdesk.take_roles(p_login);
    if invited_here then
        execute format('alter role %I nologin password null', p_login);
    end if;
    perform packdesk.audit('remove-person', 1, jsonb_build_object('login', p_login));
    return case when invited_here then 'closed' else 'kept' end;
exception when insufficient_privilege then
    raise exception 'The login "%" that set this database up may not change "%". Ask the server''s administrator for: drop role "%";',
        current_user, left(p_login, 63), left(p_login, 63) using errcode = 'PD004';
end $$;

-- The second half, in a transaction of its own: ends what connections are left, and drops the login. A login that owns
-- something, here or in another database of the server, stays behind closed. Returns 'removed' or 'closed'.
create or replace function packdesk.end_person(p_login text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    closed_oid oid;
begin
    select r.oid into closed_oid from packdesk.invitations i
      join pg_roles r on r.rolname = i.login and r.oid = i.login_oid
     where i.login = p_login and not r.rolcanlogin;
    if closed_oid is null then
        raise exception 'There is no closed login "%" here.', left(p_login, 63) using errcode = 'PD002';
    end if;
    if not pg_has_role('pg_signal_backend', 'usage') then
        -- who made a role may join it, and so end its connections
        execute format('grant %I to current_user', p_login);
    end if;
    perform pg_terminate_backend(pid, 2000) from pg_stat_activity where usesysid = closed_oid;
    begin
        execute format('drop role %I', p_login);
    exception when dependent_objects_still_exist then
        execute format('revoke %I from current_user', p_login);
        return 'closed';
    end;
    delete from packdesk.invitations where login = p_login;
    return 'removed';
end $$;

do $$
declare
    who text;
    f text;
begin
    foreach who in array array['public', 'anon', 'authenticated', 'service_role', 'packdesk_viewer', 'packdesk_staff',
                               'packdesk_worker', 'packdesk_admin'] loop
        if who <> 'public' and not exists (select from pg_roles where rolname = who) then
            continue;
        end if;
        who := case when who = 'public' then who else quote_ident(who) end;
        execute format('revoke all on packdesk.invitations, packdesk.people from %s', who);
        foreach f in array array['take_roles(text)', 'invite_person(text, text, text)', 'close_person(text)',
                                 'end_person(text)'] loop
            execute format('revoke all on function packdesk.%s from %s', f, who);
        end loop;
    end loop;
end $$;
grant select on packdesk.invitations, packdesk.people
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;
grant execute on function packdesk.invite_person(text, text, text), packdesk.close_person(text), packdesk.end_person(text)
    to packdesk_admin;

-- Whose project it is, is said once.
revoke update (owner) on packdesk.projects from packdesk_staff;
