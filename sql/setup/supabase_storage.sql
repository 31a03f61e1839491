-- Optional: keep image bytes in Supabase Storage. Run it once in the SQL editor of the Supabase project, after the
-- migrations; it may run again. On a plain PostgreSQL it is refused, since there is no Storage to keep anything in.
--
-- What it does: a private bucket called packdesk, and rules that let the people named here, signed in by Supabase Auth,
-- read, add and remove its objects. Nobody else, and no other user of the project's web app, sees any of it.
--
--   select packdesk.allow_storage('anna@example.com');      -- after inviting her under Authentication, Users
--   select packdesk.forbid_storage('anna@example.com');     -- from her next request on
--   select packdesk.add_image_store('https://abcd.supabase.co', 'packdesk');   -- the project's own address
--
-- The way back: move the images home first (packdesk images move --all --to database), then
--   drop policy packdesk_read on storage.objects;  and so on for packdesk_add, packdesk_change and packdesk_remove.

do $$
begin
    if to_regclass('storage.objects') is null or to_regprocedure('auth.jwt()') is null then
        raise exception 'There is no Supabase Storage here. Run this in the SQL editor of the Supabase project.'
            using errcode = 'PD003';
    end if;
    if to_regclass('packdesk.image_stores') is null then
        raise exception 'Packdesk''s tables are not here yet, or too old. First: packdesk db migrate'
            using errcode = 'PD003';
    end if;
end $$;

-- Who may, by the address they sign in with. Supabase Auth lets nobody have an address that isn't theirs, unless
-- "Confirm email" is switched off: leave it on.
create table if not exists packdesk.storage_people (
    email      text primary key check (email = lower(email) and email like '%_@_%'),
    added_by   text not null default session_user,
    added_at   timestamptz not null default now()
);
alter table packdesk.storage_people enable row level security;
drop policy if exists packdesk_read on packdesk.storage_people;
create policy packdesk_read on packdesk.storage_people for select to packdesk_admin using (true);

create or replace function packdesk.allow_storage(p_email text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into packdesk.storage_people (email) values (lower(trim(p_email))) on conflict do nothing;
    perform packdesk.audit('allow-storage', 1, jsonb_build_object('email', lower(trim(p_email))));
exception when check_violation or not_null_violation then
    raise exception 'This is no e-mail address.' using errcode = 'PD001';
end $$;

create or replace function packdesk.forbid_storage(p_email text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from packdesk.storage_people where email = lower(trim(p_email));
    perform packdesk.audit('forbid-storage', 1, jsonb_build_object('email', lower(trim(p_email))));
end $$;

-- Asked by the rules below, with the claims of a token that Storage has checked. Anonymous sign-ins have no address.
create or replace function packdesk.may_use_storage() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select from packdesk.storage_people
                    where email = lower(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'));
$$;

do $$
declare
    who text;
begin
    foreach who in array array['public', 'anon', 'authenticated', 'service_role'] loop
        execute format('revoke all on packdesk.storage_people from %s', who);
        execute format('revoke all on function packdesk.allow_storage(text), packdesk.forbid_storage(text),'
                       ' packdesk.may_use_storage() from %s', who);
    end loop;
end $$;
grant select on packdesk.storage_people to packdesk_admin;
grant execute on function packdesk.allow_storage(text), packdesk.forbid_storage(text) to packdesk_admin;
grant execute on function packdesk.may_use_storage() to authenticated;

-- As large as Packdesk takes photos, and a little more; the types it opens.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('packdesk', 'packdesk', false, 60 * 1024 * 1024,
        array['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'image/gif', 'image/tiff',
              'image/bmp', 'image/avif'])
on conflict (id) do nothing;

do $$
begin
    drop policy if exists packdesk_read on storage.objects;
    create policy packdesk_read on storage.objects for select to authenticated
        using (bucket_id = 'packdesk' and (select packdesk.may_use_storage()));
    drop policy if exists packdesk_add on storage.objects;
    create policy packdesk_add on storage.objects for insert to authenticated
        with check (bucket_id = 'packdesk' and (select packdesk.may_use_storage()));
    -- a resumable upload changes its own row at the end
    drop policy if exists packdesk_change on storage.objects;
    create policy packdesk_change on storage.objects for update to authenticated
        using (bucket_id = 'packdesk' and (select packdesk.may_use_storage()))
        with check (bucket_id = 'packdesk' and (select packdesk.may_use_storage()));
    drop policy if exists packdesk_remove on storage.objects;
    create policy packdesk_remove on storage.objects for delete to authenticated
        using (bucket_id = 'packdesk' and (select packdesk.may_use_storage()));
exception when insufficient_privilege then
    raise exception 'This login may not make rules for storage.objects (%). Run this in the SQL editor of the Supabase project.',
        sqlerrm using errcode = 'PD004';
end $$;
