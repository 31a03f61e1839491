-- A minimal "looks like a hosted project" fixture: roles, schemas, a non-superuser owner called postgres. Run by psql as a
-- superuser that isn't called postgres, in a fresh database; roles that another database made already are kept.
-- -v grants=on: older projects, everything in public granted to anon, authenticated and service_role; off: nothing.
\if :{?grants} \else \set grants off \endif
select format('create role %I %s', name, words)
  from (values ('anon', 'nologin'), ('authenticated', 'nologin'), ('service_role', 'nologin bypassrls'),
               ('authenticator', 'login noinherit'), ('supabase_auth_admin', 'login noinherit'),
               ('supabase_storage_admin', 'login noinherit')) as r (name, words)
 where not exists (select from pg_roles where rolname = name) \gexec
grant anon, authenticated, service_role to authenticator;
grant authenticator to supabase_storage_admin;
do $$ begin if not exists (select from pg_roles where rolname='postgres') then create role postgres; end if; end $$;
alter role postgres login nosuperuser createdb createrole replication bypassrls;
select current_setting('server_version_num')::int >= 160000 as v16 \gset
\if :v16
grant anon, authenticated, service_role to postgres with admin option;
\else
grant anon, authenticated, service_role to postgres;
\endif
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
select format('alter database %I owner to postgres', current_database()) \gexec
create schema extensions authorization postgres; grant usage on schema extensions to anon, authenticated, service_role;
-- the embedded server has none, and nothing of ours needs it
select 'create extension if not exists pgcrypto with schema extensions'
 where exists (select from pg_available_extensions where name = 'pgcrypto') \gexec
create schema auth; create schema storage; create schema realtime;
create table auth.users(id uuid primary key, email text unique, raw_app_meta_data jsonb, created_at timestamptz default now());
alter table auth.users owner to supabase_auth_admin; alter table auth.users enable row level security;
create function auth.jwt() returns jsonb language sql stable as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
create function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$;
create function auth.role() returns text language sql stable as $$ select auth.jwt() ->> 'role' $$;
grant usage on schema auth to anon, authenticated, service_role; grant usage on schema auth to postgres with grant option; grant select, references, trigger on auth.users to postgres;
create table storage.buckets(id text primary key, name text unique not null, public boolean default false, file_size_limit bigint, allowed_mime_types text[]);
create table storage.objects(id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets(id), name text, owner_id text, metadata jsonb, unique(bucket_id,name));
alter table storage.objects enable row level security; alter table storage.buckets owner to supabase_storage_admin; alter table storage.objects owner to supabase_storage_admin;
create function storage.foldername(name text) returns text[] language sql immutable as $$ select (string_to_array(name,'/'))[1:array_length(string_to_array(name,'/'),1)-1] $$;
grant usage on schema storage to anon, authenticated, service_role; grant usage on schema storage to postgres with grant option; grant all on storage.buckets, storage.objects to anon, authenticated, service_role; grant all on storage.buckets, storage.objects to postgres with grant option;
create publication supabase_realtime; alter publication supabase_realtime owner to postgres;
grant usage on schema public to anon, authenticated, service_role; grant create, usage on schema public to postgres;
alter role anon set statement_timeout='3s'; alter role authenticated set statement_timeout='8s'; alter role authenticator set statement_timeout='8s';
\if :grants
alter default privileges for role postgres in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on sequences to anon, authenticated, service_role;
\endif
