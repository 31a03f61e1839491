-- What people decide beyond a project's texts: brand kits, corrected cut-outs, what each photo is for, a scene of one's
-- own; and A+ content, with the words people have put into it.

-- Brand kits belong to the team: everybody uses them, admins change them.
create table if not exists packdesk.brand_kits (
    id               text primary key default gen_random_uuid()::text,
    name             text not null check (char_length(btrim(name)) between 1 and 100),
    primary_colour   text not null check (primary_colour ~ '^#[0-9A-Fa-f]{6}$'),
    secondary_colour text not null check (secondary_colour ~ '^#[0-9A-Fa-f]{6}$'),
    accent_colour    text not null check (accent_colour ~ '^#[0-9A-Fa-f]{6}$'),
    font             text not null default 'style' check (char_length(font) between 1 and 60),
    logo_sha256      text references packdesk.blobs (sha256),
    -- for every project that has chosen none
    is_default       boolean not null default false,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    version          bigint not null default 0
);
create unique index if not exists brand_kits_name on packdesk.brand_kits (lower(btrim(name)));
create unique index if not exists brand_kits_default on packdesk.brand_kits (is_default) where is_default;
create index if not exists brand_kits_logo on packdesk.brand_kits (logo_sha256);
drop trigger if exists touch on packdesk.brand_kits;
create trigger touch before insert or update on packdesk.brand_kits
    for each row execute function packdesk.touch_project();

-- There is one of each name, and one default: a new one takes the old one's place.
create or replace function packdesk.check_brand_kit() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform pg_advisory_xact_lock(7365751);
    if exists (select from packdesk.brand_kits where lower(btrim(name)) = lower(btrim(new.name)) and id <> new.id) then
        raise exception 'There is a brand kit of that name already. Choose another name.' using errcode = 'PD001';
    end if;
    if new.is_default then
        update packdesk.brand_kits set is_default = false where is_default and id <> new.id;
    end if;
    return new;
end $$;
drop trigger if exists check_kit on packdesk.brand_kits;
create trigger check_kit before insert or update on packdesk.brand_kits
    for each row execute function packdesk.check_brand_kit();

alter table packdesk.projects
    -- null: the team's default, unless none is to be used
    add column if not exists brand_kit_id text references packdesk.brand_kits (id) on delete set null,
    add column if not exists uses_brand_kit boolean not null default true,
    -- the owner's own photo to stand the product in
    add column if not exists scene_sha256 text references packdesk.blobs (sha256),
    add column if not exists scene_name text not null default '' check (char_length(scene_name) <= 255);
create index if not exists projects_brand_kit on packdesk.projects (brand_kit_id) where brand_kit_id is not null;
create index if not exists projects_scene on packdesk.projects (scene_sha256) where scene_sha256 is not null;

alter table packdesk.project_images
    -- where the product is, decided by a person: of this very picture and no other
    add column if not exists mask_sha256 text references packdesk.blobs (sha256),
    add column if not exists role text not null default 'auto' check (role in ('auto', 'main', 'detail', 'unused'));
create index if not exists project_images_mask on packdesk.project_images (mask_sha256) where mask_sha256 is not null;

create or replace function packdesk.drop_stale_mask() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.blob_sha256 <> old.blob_sha256 and new.mask_sha256 is not distinct from old.mask_sha256 then
        new.mask_sha256 := null;
    end if;
    return new;
end $$;
drop trigger if exists drop_stale_mask on packdesk.project_images;
create trigger drop_stale_mask before update on packdesk.project_images
    for each row execute function packdesk.drop_stale_mask();

alter table packdesk.generated_images
    -- which photos are shown, the main one first, and how sure their cut-outs are (0 to 1)
    add column if not exists photo_ids text[] not null default '{}',
    add column if not exists score real;

-- The words of an A+ module as a person has edited them; without a row they are drafted from the project's own.
create table if not exists packdesk.aplus_texts (
    project_id text not null references packdesk.projects (id) on delete cascade,
    module     text not null check (char_length(module) between 1 and 60),
    -- {"headline": text, "body": text, "bullets": [text]}
    words      jsonb not null check (jsonb_typeof(words) = 'object' and octet_length(words::text) <= 60000),
    updated_at timestamptz not null default now(),
    version    bigint not null default 0,
    primary key (project_id, module)
);
drop trigger if exists touch on packdesk.aplus_texts;
create trigger touch before insert or update on packdesk.aplus_texts
    for each row execute function packdesk.touch_project();

create table if not exists packdesk.aplus_modules (
    id           text primary key default gen_random_uuid()::text,
    project_id   text not null references packdesk.projects (id) on delete cascade,
    module       text not null check (char_length(module) between 1 and 60),
    style        text not null default '',
    job_id       uuid references public.job_queue (id) on delete set null,
    -- the words it shows
    words        jsonb not null check (jsonb_typeof(words) = 'object'),
    blob_sha256  text not null references packdesk.blobs (sha256),
    thumb_sha256 text references packdesk.blobs (sha256),
    mime         text not null,
    size_bytes   bigint not null,
    width        integer not null,
    height       integer not null,
    asks         text[] not null default '{}',
    needs_check  text[] not null default '{}',
    chosen       boolean not null default true,
    created_at   timestamptz not null default now(),
    version      bigint not null default 0,
    unique (job_id, module)
);
create unique index if not exists aplus_modules_chosen on packdesk.aplus_modules (project_id, module) where chosen;
create index if not exists aplus_modules_project on packdesk.aplus_modules (project_id, module, created_at desc);
create index if not exists aplus_modules_blob on packdesk.aplus_modules (blob_sha256);
create index if not exists aplus_modules_thumb on packdesk.aplus_modules (thumb_sha256);
drop trigger if exists bump on packdesk.aplus_modules;
create trigger bump before insert or update on packdesk.aplus_modules
    for each row execute function packdesk.bump_version();

do $$
declare
    t text;
    op text;
begin
    foreach t in array array['brand_kits', 'aplus_texts', 'aplus_modules'] loop
        foreach op in array array['insert', 'update', 'delete'] loop
            execute format('drop trigger if exists %I on packdesk.%I', 'notice_' || op, t);
            execute format(
                'create trigger %I after %s on packdesk.%I referencing %s for each statement'
                ' execute function packdesk.rows_changed(%L)',
                'notice_' || op, op, t,
                case when op = 'delete' then 'old table as old_rows' else 'new table as new_rows' end,
                case when t = 'brand_kits' then 'id' else 'project_id' end);
        end loop;
    end loop;
end $$;

-- What is known of an image besides what 0005 asks for; nothing for null.
create or replace function packdesk.tell_of_image(p_id text, p_image jsonb) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update packdesk.generated_images
       set photo_ids = array(select jsonb_array_elements_text(coalesce(p_image -> 'photo_ids', '[]'))),
           score = (p_image ->> 'score')::real
     where id = p_id;
$$;

-- As complete_image_job, with all that is known of an image in one value, so that more can be told later on.
create or replace function packdesk.complete_image(p_job uuid, p_lease bigint, p_image jsonb) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    image_id text := packdesk.complete_image_job(
        p_job, p_lease, p_image ->> 'style', p_image ->> 'blob_sha256', p_image ->> 'thumb_sha256',
        p_image ->> 'mime', (p_image ->> 'size_bytes')::bigint, (p_image ->> 'width')::integer,
        (p_image ->> 'height')::integer,
        array(select jsonb_array_elements_text(coalesce(p_image -> 'asks', '[]'))),
        array(select jsonb_array_elements_text(coalesce(p_image -> 'needs_check', '[]'))));
begin
    perform packdesk.tell_of_image(image_id, p_image);
    return image_id;
end $$;

-- The same for the image of a job that a client without leases holds (see 0013).
create or replace function packdesk.keep_image(p_job uuid, p_image jsonb) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    image_id text := packdesk.keep_image(
        p_job, p_image ->> 'style', p_image ->> 'blob_sha256', p_image ->> 'thumb_sha256', p_image ->> 'mime',
        (p_image ->> 'size_bytes')::bigint, (p_image ->> 'width')::integer, (p_image ->> 'height')::integer,
        array(select jsonb_array_elements_text(coalesce(p_image -> 'asks', '[]'))),
        array(select jsonb_array_elements_text(coalesce(p_image -> 'needs_check', '[]'))));
begin
    perform packdesk.tell_of_image(image_id, p_image);
    return image_id;
end $$;

-- All modules of an A+ job and its completion are one transaction; false for a stale lease.
create or replace function packdesk.complete_aplus(p_job uuid, p_lease bigint, p_modules jsonb) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    job public.job_queue;
begin
    select * into job from public.job_queue
     where id = p_job and lease = p_lease and status = 'processing' and expanded_at is null for no key update;
    if not found then
        return false;
    end if;
    perform pg_advisory_xact_lock(7365750, hashtext(job.project_id || ':A_PLUS'));
    perform from packdesk.projects where id = job.project_id for key share;
    if not found then
        raise exception 'This project does not exist any more.' using errcode = 'PD002';
    end if;
    update packdesk.aplus_modules set chosen = false
     where project_id = job.project_id and chosen
       and module in (select m ->> 'module' from jsonb_array_elements(p_modules) m);
    insert into packdesk.aplus_modules (project_id, module, style, job_id, words, blob_sha256, thumb_sha256, mime,
                                        size_bytes, width, height, asks, needs_check)
    select job.project_id, m ->> 'module', coalesce(m ->> 'style', ''), p_job, m -> 'words', m ->> 'blob_sha256',
           m ->> 'thumb_sha256', m ->> 'mime', (m ->> 'size_bytes')::bigint, (m ->> 'width')::integer,
           (m ->> 'height')::integer, array(select jsonb_array_elements_text(coalesce(m -> 'asks', '[]'))),
           array(select jsonb_array_elements_text(coalesce(m -> 'needs_check', '[]')))
      from jsonb_array_elements(p_modules) m
    on conflict (job_id, module) do update set chosen = true, style = excluded.style, words = excluded.words,
        blob_sha256 = excluded.blob_sha256, thumb_sha256 = excluded.thumb_sha256, mime = excluded.mime,
        size_bytes = excluded.size_bytes, width = excluded.width, height = excluded.height, asks = excluded.asks,
        needs_check = excluded.needs_check;
    update public.job_queue set status = 'completed' where id = p_job;
    return true;
end $$;

create or replace function packdesk.enqueue_aplus(
    p_project text, p_style text default null, p_user text default null, p_priority integer default 0) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform packdesk.check_style(p_style);
    perform packdesk.take_turns(array[p_project]);
    perform packdesk.require_photos(p_project);
    return (packdesk.enqueue_once('generate-aplus', p_project, null,
        jsonb_strip_nulls(jsonb_build_object('projectId', p_project, 'style', p_style)), p_user, p_priority)).job_id;
end $$;

-- Use this version of a module from now on; false when it is gone.
create or replace function packdesk.choose_aplus(p_id text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    version packdesk.aplus_modules;
begin
    select * into version from packdesk.aplus_modules where id = p_id;
    if not found then
        return false;
    end if;
    perform pg_advisory_xact_lock(7365750, hashtext(version.project_id || ':A_PLUS'));
    update packdesk.aplus_modules set chosen = false
     where project_id = version.project_id and module = version.module and chosen and id <> p_id;
    update packdesk.aplus_modules set chosen = true where id = p_id and not chosen;
    return true;
end $$;

-- As in 0014, for images of whose photos nothing is known.
create or replace function packdesk.adopt_image(p_image jsonb) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    image packdesk.generated_images := jsonb_populate_record(null::packdesk.generated_images, p_image);
begin
    perform pg_advisory_xact_lock(7365750, hashtext(image.project_id || ':' || image.image_type));
    perform from packdesk.projects where id = image.project_id for key share;
    if not found then
        raise exception 'This project does not exist any more.' using errcode = 'PD002';
    end if;
    image.id := coalesce(image.id, gen_random_uuid()::text);
    image.job_id := null;
    image.style := coalesce(image.style, '');
    image.asks := coalesce(image.asks, '{}');
    image.needs_check := coalesce(image.needs_check, '{}');
    image.photo_ids := coalesce(image.photo_ids, '{}');
    image.created_at := least(coalesce(image.created_at, clock_timestamp()), clock_timestamp());
    image.chosen := coalesce(image.chosen, true)
        and not exists (select from packdesk.generated_images g
                         where g.project_id = image.project_id and g.image_type = image.image_type and g.chosen);
    insert into packdesk.generated_images select image.* on conflict (id) do nothing;
    return found;
end $$;

-- As in 0013, with all that may refer to bytes now.
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
           and not exists (select from packdesk.project_images i where i.mask_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.aplus_modules i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.aplus_modules i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.brand_kits k where k.logo_sha256 = b.sha256)
           and not exists (select from packdesk.projects p where p.scene_sha256 = b.sha256)
         order by b.sha256 limit greatest(p_limit, 0) for update skip locked);
    -- looked at again under the lock: a reference that came in between keeps its bytes
    with gone as (
        delete from packdesk.blobs b
         where b.sha256 = any (idle)
           and not exists (select from packdesk.project_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.project_images i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.project_images i where i.mask_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.generated_images i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.aplus_modules i where i.blob_sha256 = b.sha256)
           and not exists (select from packdesk.aplus_modules i where i.thumb_sha256 = b.sha256)
           and not exists (select from packdesk.brand_kits k where k.logo_sha256 = b.sha256)
           and not exists (select from packdesk.projects p where p.scene_sha256 = b.sha256)
        returning b.sha256, b.store_id, b.object_key
    ), noted as (
        insert into packdesk.loose_objects (store_id, object_key, sha256)
        select store_id, object_key, sha256 from gone where store_id is not null on conflict do nothing
    )
    select count(*) into n from gone;
    return n;
end $$;

-- A web app's photos that lie behind addresses so far; none where no web app's tables have joined (see
-- sql/setup/web_app.sql, which makes the view).
create or replace function packdesk.photos_elsewhere(p_project text)
returns table (id text, url text, original_name text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if to_regclass('packdesk.web_project_images') is not null then
        return query
        select w.id, w.url, w.original_name from packdesk.web_project_images w
         where w.project_id = p_project and w.url ~ '^https?://' and char_length(w.url) <= 2000
           and not exists (select from packdesk.project_images i where i.id = w.id)
         order by w.position, w.created_at, w.id limit 10;
    end if;
end $$;

-- One of them has been fetched and stored: from now on it is a photo like any other. False when it isn't wanted any
-- more: gone, changed, fetched by somebody else, or one too many.
create or replace function packdesk.bring_photo(p_id text, p_url text, p_photo jsonb) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    theirs record;
begin
    if to_regclass('packdesk.web_project_images') is null then
        return false;
    end if;
    select w.* into theirs from packdesk.web_project_images w where w.id = p_id and w.url = p_url;
    if not found or (select count(*) from packdesk.project_images where project_id = theirs.project_id) >= 10 then
        return false;
    end if;
    perform from packdesk.projects where id = theirs.project_id for key share;
    if not found then
        return false;
    end if;
    insert into packdesk.project_images (id, project_id, position, original_name, blob_sha256, thumb_sha256, mime,
                                         size_bytes, width, height)
    values (p_id, theirs.project_id, theirs.position, theirs.original_name, p_photo ->> 'blob_sha256',
            p_photo ->> 'thumb_sha256', p_photo ->> 'mime', (p_photo ->> 'size_bytes')::bigint,
            (p_photo ->> 'width')::integer, (p_photo ->> 'height')::integer)
    on conflict (id) do nothing;
    return found;
end $$;

-- Rights, as in 0007: nothing for anybody first.
do $$
declare
    who text;
    f text;
    t text;
begin
    foreach who in array array['public', 'anon', 'authenticated', 'service_role', 'packdesk_viewer', 'packdesk_staff',
                               'packdesk_worker', 'packdesk_admin'] loop
        if who <> 'public' and not exists (select from pg_roles where rolname = who) then
            continue;
        end if;
        who := case when who = 'public' then who else quote_ident(who) end;
        execute format('revoke all on packdesk.brand_kits, packdesk.aplus_texts, packdesk.aplus_modules from %s', who);
        foreach f in array array['check_brand_kit()', 'drop_stale_mask()', 'complete_image(uuid, bigint, jsonb)',
                                 'keep_image(uuid, jsonb)', 'tell_of_image(text, jsonb)',
                                 'complete_aplus(uuid, bigint, jsonb)', 'enqueue_aplus(text, text, text, integer)',
                                 'choose_aplus(text)', 'photos_elsewhere(text)',
                                 'bring_photo(text, text, jsonb)'] loop
            execute format('revoke all on function packdesk.%s from %s', f, who);
        end loop;
    end loop;
    foreach t in array array['brand_kits', 'aplus_texts', 'aplus_modules'] loop
        execute format('alter table packdesk.%I enable row level security', t);
        execute format('drop policy if exists packdesk_read on packdesk.%I', t);
        execute format('create policy packdesk_read on packdesk.%I for select to packdesk_viewer, packdesk_staff,'
                       ' packdesk_worker, packdesk_admin using (true)', t);
        execute format('drop policy if exists packdesk_write on packdesk.%I', t);
    end loop;
end $$;
create policy packdesk_write on packdesk.brand_kits to packdesk_admin using (true) with check (true);
create policy packdesk_write on packdesk.aplus_texts to packdesk_staff, packdesk_admin using (true) with check (true);

grant select on packdesk.brand_kits, packdesk.aplus_texts, packdesk.aplus_modules
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;
grant insert (id, name, primary_colour, secondary_colour, accent_colour, font, logo_sha256, is_default),
      update (name, primary_colour, secondary_colour, accent_colour, font, logo_sha256, is_default), delete
    on packdesk.brand_kits to packdesk_admin;
grant insert (project_id, module, words), update (words), delete on packdesk.aplus_texts
    to packdesk_staff, packdesk_admin;
grant insert (brand_kit_id, uses_brand_kit, scene_sha256, scene_name),
      update (brand_kit_id, uses_brand_kit, scene_sha256, scene_name)
    on packdesk.projects to packdesk_staff, packdesk_admin;
grant insert (mask_sha256, role), update (mask_sha256, role) on packdesk.project_images
    to packdesk_staff, packdesk_admin;
grant execute on function packdesk.enqueue_aplus(text, text, text, integer), packdesk.choose_aplus(text)
    to packdesk_staff, packdesk_admin;
grant execute on function packdesk.complete_image(uuid, bigint, jsonb), packdesk.keep_image(uuid, jsonb),
    packdesk.complete_aplus(uuid, bigint, jsonb), packdesk.photos_elsewhere(text),
    packdesk.bring_photo(text, text, jsonb)
    to packdesk_worker, packdesk_staff, packdesk_admin;
