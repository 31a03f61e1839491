-- One job by its id, and where image bytes live when it isn't here.

-- For whoever waits for the answer: one job, whatever stands before it in line. Nothing comes back when it can't be had.
create or replace function packdesk.claim_job(p_worker uuid, p_job uuid) returns setof packdesk.claimed_job
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    settings packdesk.queue_settings;
begin
    select * into settings from packdesk.queue_settings;
    if p_worker is null or settings.paused or exists (select from packdesk.workers where id = p_worker and paused) then
        return;
    end if;
    perform from public.job_queue
     where id = p_job and status = 'pending' and expanded_at is null for no key update skip locked;
    if not found then
        return;
    end if;
    return query
    with taken as (
        update public.job_queue q
           set status = 'processing', worker_id = p_worker, lease = nextval('packdesk.lease_seq'),
               deadline_at = clock_timestamp() + t.deadline,
               lease_expires_at = clock_timestamp() + least(settings.lease, t.deadline),
               last_outcome = null, cancel_requested_at = null
          from (select coalesce((select jt.deadline from packdesk.job_types jt join public.job_queue j using (job_type)
                                  where j.id = p_job), settings.default_deadline) as deadline) t
         where q.id = p_job and q.status = 'pending'
        returning q.*
    )
    -- the casts are for adopted tables
    select t.id, t.job_type::text, t.payload, t.project_id::text, t.image_type::text, t.parent_id,
           t.retry_count::integer, t.max_retries::integer, t.user_id::text, t.lease, t.lease_expires_at, t.deadline_at
      from taken t;
end $$;

-- The image of a job that a client without leases holds: kept now, and completed by that client's own call later.
-- Null when nobody of that kind holds it (any more).
create or replace function packdesk.keep_image(
    p_job uuid, p_style text, p_blob text, p_thumb text, p_mime text, p_size_bytes bigint,
    p_width integer, p_height integer, p_asks text[], p_needs_check text[]) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    job public.job_queue;
    image_id text;
begin
    select * into job from public.job_queue
     where id = p_job and status = 'processing' and worker_id is null and expanded_at is null for no key update;
    if not found then
        return null;
    end if;
    perform pg_advisory_xact_lock(7365750, hashtext(job.project_id || ':' || job.image_type));
    perform from packdesk.projects where id = job.project_id for key share;
    if not found then
        raise exception 'This project does not exist any more.' using errcode = 'PD002';
    end if;
    update packdesk.generated_images set chosen = false
     where project_id = job.project_id and image_type = job.image_type and chosen;
    insert into packdesk.generated_images (project_id, image_type, style, job_id, blob_sha256, thumb_sha256, mime,
                                           size_bytes, width, height, asks, needs_check)
    values (job.project_id, job.image_type, coalesce(p_style, ''), p_job, p_blob, p_thumb, p_mime, p_size_bytes,
            p_width, p_height, coalesce(p_asks, '{}'), coalesce(p_needs_check, '{}'))
    on conflict (job_id) do update set chosen = true, style = excluded.style, blob_sha256 = excluded.blob_sha256,
        thumb_sha256 = excluded.thumb_sha256, mime = excluded.mime, size_bytes = excluded.size_bytes,
        width = excluded.width, height = excluded.height, asks = excluded.asks, needs_check = excluded.needs_check
    returning id into image_id;
    return image_id;
end $$;

-- Stores of bytes outside the database. Where a blob lies stands in its row; without a store it lies in blob_chunks.
create table if not exists packdesk.image_stores (
    id         integer generated always as identity primary key,
    -- as https://abcd.supabase.co, with no path
    url        text not null check (url ~ '^https?://[^/?#@[:space:]]+$' and char_length(url) <= 300),
    bucket     text not null check (bucket ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$'),
    created_at timestamptz not null default now(),
    unique (url, bucket)
);
alter table packdesk.blobs add column if not exists store_id integer references packdesk.image_stores (id);
alter table packdesk.blobs add column if not exists object_key text;
do $$
begin
    if not exists (select from pg_constraint where conrelid = 'packdesk.blobs'::regclass and conname = 'blobs_place') then
        alter table packdesk.blobs add constraint blobs_place check ((store_id is null) = (object_key is null));
    end if;
end $$;

-- Objects that no blob names, yet or any more: uploads on their way, which go on at upload_url, and what is to be
-- removed. A crash of anything leaves an entry here rather than an object nobody knows of.
create table if not exists packdesk.loose_objects (
    store_id   integer not null references packdesk.image_stores (id),
    object_key text not null check (char_length(object_key) between 1 and 500),
    sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    upload_url text check (char_length(upload_url) <= 2000),
    since      timestamptz not null default clock_timestamp(),
    primary key (store_id, object_key)
);
create index if not exists loose_objects_content on packdesk.loose_objects (sha256);

-- Admins say which stores there are: everybody's app will sign in there.
create or replace function packdesk.add_image_store(p_url text, p_bucket text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    store integer;
begin
    insert into packdesk.image_stores (url, bucket) values (p_url, p_bucket) on conflict do nothing returning id into store;
    if store is null then
        select id into store from packdesk.image_stores where url = p_url and bucket = p_bucket;
    else
        perform packdesk.audit('add-image-store', 1, jsonb_build_object('url', p_url, 'bucket', p_bucket));
    end if;
    return store;
exception when check_violation then
    raise exception 'An image store is an address like https://abcd.supabase.co and the name of a bucket.'
        using errcode = 'PD001';
end $$;

-- Bytes that were copied to another place are from now on read there; what lies at the old one is let go. Whoever
-- moves has compared the copy first; a copy in the database is compared here once more. False: it had moved already.
create or replace function packdesk.move_blob(p_sha256 text, p_store integer, p_object_key text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    blob packdesk.blobs;
begin
    select * into blob from packdesk.blobs where sha256 = p_sha256 for update;
    if not found then
        raise exception 'These image bytes are not stored any more.' using errcode = 'PD002';
    end if;
    if blob.store_id is not distinct from p_store then
        return false;
    end if;
    if p_store is null and p_sha256 is distinct from (
        select encode(sha256(string_agg(data, '' order by n)), 'hex') from packdesk.blob_chunks where sha256 = p_sha256) then
        raise exception 'The copy in the database is not complete. Move it again.' using errcode = 'PD001';
    end if;
    update packdesk.blobs set store_id = p_store, object_key = p_object_key where sha256 = p_sha256;
    if p_store is not null then
        delete from packdesk.blob_chunks where sha256 = p_sha256;
        delete from packdesk.loose_objects where store_id = p_store and object_key = p_object_key;
    end if;
    if blob.store_id is not null then
        insert into packdesk.loose_objects (store_id, object_key, sha256)
        values (blob.store_id, blob.object_key, p_sha256) on conflict do nothing;
    end if;
    return true;
end $$;

-- As in 0005, for both places: bytes here go at once, an object elsewhere is noted for whoever can remove it there.
create or replace function packdesk.prune_blobs(p_limit integer default 100) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    n integer;
    idle text[];
begin
    idle := array(
        select b.sha256 from packdesk.blobs b
         where b.created_at < clock_timestamp() - interval '1 hour'
           and not exists (select from packdesk.project_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.project_images i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.thumb_sha256 = b.sha256)
         order by b.sha256 limit greatest(p_limit, 0) for update skip locked);
    -- looked at again under the lock: a reference that came in between keeps its bytes
    with gone as (
        delete from packdesk.blobs b
         where b.sha256 = any (idle)
           and not exists (select from packdesk.project_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.project_images i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.thumb_sha256 = b.sha256)
        returning b.sha256, b.store_id, b.object_key
    ), noted as (
        insert into packdesk.loose_objects (store_id, object_key, sha256)
        select store_id, object_key, sha256 from gone where store_id is not null on conflict do nothing
    )
    select count(*) into n from gone;
    return n;
end $$;

do $$
declare
    who text;
    f text;
begin
    foreach who in array array['public', 'anon', 'authenticated', 'service_role'] loop
        if who <> 'public' and not exists (select from pg_roles where rolname = who) then
            continue;
        end if;
        execute format('revoke all on packdesk.image_stores, packdesk.loose_objects from %s', who);
        execute format('revoke all on sequence packdesk.image_stores_id_seq from %s', who);
        foreach f in array array[
            'claim_job(uuid, uuid)',
            'keep_image(uuid, text, text, text, text, bigint, integer, integer, text[], text[])',
            'add_image_store(text, text)', 'move_blob(text, integer, text)', 'prune_blobs(integer)'] loop
            execute format('revoke all on function packdesk.%s from %s', f, who);
        end loop;
    end loop;
end $$;
grant execute on function packdesk.claim_job(uuid, uuid),
    packdesk.keep_image(uuid, text, text, text, text, bigint, integer, integer, text[], text[])
    to packdesk_worker, packdesk_staff, packdesk_admin;
-- the web app asks through the HTTP door, and the door signs in as a worker
grant execute on function packdesk.enqueue_image(text, text, text, text, integer) to packdesk_worker;
grant execute on function packdesk.add_image_store(text, text), packdesk.move_blob(text, integer, text),
    packdesk.prune_blobs(integer) to packdesk_admin;

grant select on packdesk.image_stores, packdesk.loose_objects
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;
grant insert, delete on packdesk.loose_objects to packdesk_staff, packdesk_worker, packdesk_admin;
grant update (upload_url) on packdesk.loose_objects to packdesk_staff, packdesk_worker, packdesk_admin;
alter table packdesk.image_stores enable row level security;
alter table packdesk.loose_objects enable row level security;
drop policy if exists packdesk_read on packdesk.image_stores;
create policy packdesk_read on packdesk.image_stores for select
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin using (true);
drop policy if exists packdesk_read on packdesk.loose_objects;
create policy packdesk_read on packdesk.loose_objects for select
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin using (true);
drop policy if exists packdesk_write on packdesk.loose_objects;
create policy packdesk_write on packdesk.loose_objects
    to packdesk_staff, packdesk_worker, packdesk_admin using (true) with check (true);
