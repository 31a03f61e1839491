-- Projects, their photos, the images made of them, and where image bytes live.
-- Ids are text: they are opaque, and an existing web app may bring ids of its own making.

create table if not exists packdesk.projects (
    id           text primary key default gen_random_uuid()::text check (char_length(id) between 1 and 200),
    name         text not null check (char_length(name) between 1 and 255),
    product_name text not null default '' check (char_length(product_name) <= 255),
    category     text not null default '' check (char_length(category) <= 255),
    description  text not null default '' check (char_length(description) <= 2000),
    -- [{"title": ..., "text": ...}], at most six are shown
    features     jsonb not null default '[]' check (jsonb_typeof(features) = 'array'),
    -- {"length": n|null, "width": n|null, "height": n|null, "unit": "cm"|"in"} or null when not known
    dimensions   jsonb check (dimensions is null or jsonb_typeof(dimensions) = 'object'),
    -- [{"label": ..., "ours": text|true|false|null, "others": the same}]
    comparison   jsonb not null default '[]' check (jsonb_typeof(comparison) = 'array'),
    -- {"primary": "#RRGGBB", "secondary": ..., "accent": ...}; what is absent takes the default
    brand        jsonb not null default '{}' check (jsonb_typeof(brand) = 'object'),
    style        text not null default 'premium',
    status       text not null default 'DRAFT' check (status in ('DRAFT', 'PROCESSING', 'COMPLETED', 'FAILED')),
    owner        text,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    version      bigint not null default 0
);
create index if not exists projects_newest on packdesk.projects (updated_at desc, id);

-- Image bytes, addressed by what they are: the same photo twice is stored once. Chunked, so that neither side
-- holds a large photo several times over. A blob and its chunks are written in one transaction: none is half there.
create table if not exists packdesk.blobs (
    sha256      text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes  bigint not null check (size_bytes > 0),
    mime        text not null,
    created_at  timestamptz not null default now()
);
create table if not exists packdesk.blob_chunks (
    sha256 text not null references packdesk.blobs (sha256) on delete cascade,
    n      integer not null check (n >= 0),
    data   bytea not null check (octet_length(data) between 1 and 1048576),
    primary key (sha256, n)
);
-- JPEG doesn't compress: don't try.
alter table packdesk.blob_chunks alter column data set storage external;

create table if not exists packdesk.project_images (
    id            text primary key default gen_random_uuid()::text,
    project_id    text not null references packdesk.projects (id) on delete cascade,
    position      integer not null default 0,
    original_name text not null default '',
    blob_sha256   text not null references packdesk.blobs (sha256),
    thumb_sha256  text references packdesk.blobs (sha256),
    mime          text not null,
    size_bytes    bigint not null,
    width         integer not null,
    height        integer not null,
    created_at    timestamptz not null default now(),
    version       bigint not null default 0
);
create index if not exists project_images_project on packdesk.project_images (project_id, position);
create index if not exists project_images_blob on packdesk.project_images (blob_sha256);
create index if not exists project_images_thumb on packdesk.project_images (thumb_sha256);

create table if not exists packdesk.generated_images (
    id           text primary key default gen_random_uuid()::text,
    project_id   text not null references packdesk.projects (id) on delete cascade,
    image_type   text not null,
    style        text not null default '',
    -- one image per job, whatever happens to its workers
    job_id       uuid unique references public.job_queue (id) on delete set null,
    blob_sha256  text not null references packdesk.blobs (sha256),
    thumb_sha256 text references packdesk.blobs (sha256),
    mime         text not null,
    size_bytes   bigint not null,
    width        integer not null,
    height       integer not null,
    -- what the project lacks for a better image, and what a person should look at
    asks         text[] not null default '{}',
    needs_check  text[] not null default '{}',
    -- the version to use; earlier ones are kept
    chosen       boolean not null default true,
    created_at   timestamptz not null default now(),
    version      bigint not null default 0
);
create unique index if not exists generated_images_chosen
    on packdesk.generated_images (project_id, image_type) where chosen;
create index if not exists generated_images_project on packdesk.generated_images (project_id, image_type, created_at desc);
create index if not exists generated_images_blob on packdesk.generated_images (blob_sha256);
create index if not exists generated_images_thumb on packdesk.generated_images (thumb_sha256);

-- Ten photos at most, counted under a lock on the project so that two uploads at once can't make eleven.
create or replace function packdesk.limit_photos() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform from packdesk.projects where id = new.project_id for no key update;
    if (select count(*) from packdesk.project_images where project_id = new.project_id) >= 10 then
        raise exception 'A project holds at most 10 photos. Remove one first.' using errcode = 'PD001';
    end if;
    return new;
end $$;
drop trigger if exists limit_photos on packdesk.project_images;
create trigger limit_photos before insert on packdesk.project_images
    for each row execute function packdesk.limit_photos();

-- The version comes from here and not from a default: nobody but us needs a right on the sequence then.
create or replace function packdesk.bump_version() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    new.version := nextval('packdesk.version_seq');
    return new;
end $$;

create or replace function packdesk.touch_project() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    new.version := nextval('packdesk.version_seq');
    if tg_op = 'UPDATE' then
        new.updated_at := clock_timestamp();
    end if;
    return new;
end $$;

drop trigger if exists touch on packdesk.projects;
create trigger touch before insert or update on packdesk.projects for each row execute function packdesk.touch_project();
drop trigger if exists bump on packdesk.project_images;
create trigger bump before insert or update on packdesk.project_images for each row execute function packdesk.bump_version();
drop trigger if exists bump on packdesk.generated_images;
create trigger bump before insert or update on packdesk.generated_images for each row execute function packdesk.bump_version();
