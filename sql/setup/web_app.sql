-- Optional: work on the tables of an existing web app. Run it once, after the migrations, as the login that owns the web
-- app's tables; it may run again, and should after the web app's tables have changed.
--
-- It expects what Prisma makes: "User", "Project", "ProjectImage" and "GeneratedImage" in schema public, with text ids.
-- Nothing of the web app's is dropped, renamed or altered; its tables get one trigger each. What it does:
--   * packdesk.web_projects, web_project_images and web_generated_images are updatable views over those tables with
--     Packdesk's column names: ids, timestamps (UTC) and whatever else may not be null are supplied.
--   * From then on both sides hold the same projects and images: what one side adds, changes or deletes shows on the
--     other in the same transaction, with change notices for the desktop app. The job queue is one table for both anyway.
--   * A photo that the web app holds as a data: URL comes along with its bytes. One behind an https address is fetched and
--     kept here when its project is opened on the desktop, or a worker is to make images of it; see docs/security.md.
--   * Images made here carry the address of their object in Storage, or packdesk:SHA256 while the bytes are in Postgres.
--     It is the address of a public bucket; of a private one, as supabase_storage.sql makes it, the web app signs the part
--     behind the bucket's name.
-- The way back: select packdesk.leave_web_app();

-- The first of these columns that a table has, ready to be put into SQL; null if it has none of them.
create or replace function packdesk.web_column(p_table regclass, variadic p_names text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select quote_ident(a.attname) from pg_attribute a
     where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped and a.attname = any (p_names)
     order by array_position(p_names, a.attname::text) limit 1;
$$;

-- An INSERT into a table with these columns set to these expressions; what else may not be null gets a neutral value.
create or replace function packdesk.web_insert(p_table regclass, p_columns text[], p_values text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select format('insert into %s (%s) values (%s)', p_table, string_agg(quote_ident(a.attname), ', ' order by a.attnum),
                  string_agg(format('(%s)::%s', coalesce(given.value, neutral.value), format_type(a.atttypid, a.atttypmod)),
                             ', ' order by a.attnum))
      from pg_attribute a
      join pg_type t on t.oid = a.atttypid
      left join unnest(p_columns, p_values) as given (name, value)
             on given.name = quote_ident(a.attname) and given.value is not null
     cross join lateral (select case
               when t.typtype = 'e' then (select quote_literal(e.enumlabel) from pg_enum e where e.enumtypid = t.oid
                                           order by e.enumsortorder limit 1)
               when t.typcategory = 'N' then '0'
               when t.typcategory = 'B' then 'false'
               when t.typcategory = 'D' then 'now() at time zone ''UTC'''
               when t.typcategory = 'A' then '''{}'''
               when t.typname in ('json', 'jsonb') then '''{}'''
               when t.typname = 'uuid' then 'gen_random_uuid()'
               else '''''' end as value) neutral
     where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
       and (given.name is not null or (a.attnotnull and not a.atthasdef));
$$;

-- As timestamptz, whichever way a column keeps its time.
create or replace function packdesk.web_time(p_table regclass, p_column text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select case when a.atttypid = 'timestamp'::regtype then format('(t.%s at time zone ''UTC'')', p_column)
                                 else format('t.%s::timestamptz', p_column) end
                       from pg_attribute a where a.attrelid = p_table and quote_ident(a.attname) = p_column),
                    'now()');
$$;

-- And the other way round: the moment, as a column wants it.
create or replace function packdesk.web_moment(p_table regclass, p_column text, p_value text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when a.atttypid = 'timestamp'::regtype then format('%s at time zone ''UTC''', p_value) else p_value end
      from pg_attribute a where a.attrelid = p_table and quote_ident(a.attname) = p_column;
$$;

-- Width and height of a PNG or JPEG, null for anything else.
-- https://www.w3.org/TR/png-3/#11IHDR, and ITU-T T.81, B.2.2: the frame header.
create or replace function packdesk.web_size(p_bytes bytea, out width integer, out height integer)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    at integer := 2;
    marker integer;
begin
    if substr(p_bytes, 1, 8) = '\x89504e470d0a1a0a' and octet_length(p_bytes) > 24 then
        width := ('x' || encode(substr(p_bytes, 17, 4), 'hex'))::bit(32)::integer;
        height := ('x' || encode(substr(p_bytes, 21, 4), 'hex'))::bit(32)::integer;
    elsif substr(p_bytes, 1, 3) = '\xffd8ff' then
        while at + 9 < octet_length(p_bytes) and get_byte(p_bytes, at) = 255 loop
            marker := get_byte(p_bytes, at + 1);
            if marker between 192 and 207 and marker not in (196, 200, 204) then
                height := get_byte(p_bytes, at + 5) * 256 + get_byte(p_bytes, at + 6);
                width := get_byte(p_bytes, at + 7) * 256 + get_byte(p_bytes, at + 8);
                return;
            end if;
            at := at + 2 + get_byte(p_bytes, at + 2) * 256 + get_byte(p_bytes, at + 3);
        end loop;
    end if;
end $$;

-- Keeps the bytes of a data: URL as an upload would; its SHA-256, or null for any other address or for what is no image.
create or replace function packdesk.web_keep(
    p_url text, out sha256 text, out mime text, out size_bytes bigint, out width integer, out height integer)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    bytes bytea;
begin
    if p_url is null or p_url !~ '^data:image/(png|jpeg|jpg);base64,' or char_length(p_url) > 60000000 then
        return;
    end if;
    bytes := decode(split_part(p_url, ',', 2), 'base64');
    select s.width, s.height into width, height from packdesk.web_size(bytes) s;
    if coalesce(width, 0) < 1 or coalesce(height, 0) < 1 then
        return;
    end if;
    mime := case when substr(bytes, 1, 1) = '\x89' then 'image/png' else 'image/jpeg' end;
    size_bytes := octet_length(bytes);
    sha256 := encode(pg_catalog.sha256(bytes), 'hex');
    insert into packdesk.blobs (sha256, size_bytes, mime) values (web_keep.sha256, web_keep.size_bytes, web_keep.mime)
    on conflict do nothing;
    if found then
        -- pieces of the size that the program reads in
        insert into packdesk.blob_chunks (sha256, n, data)
        select web_keep.sha256, n, substr(bytes, n * 262144 + 1, 262144)
          from generate_series(0, (octet_length(bytes) - 1) / 262144) n;
    end if;
exception when invalid_parameter_value then
    return;  -- no base64
end $$;

-- Where the bytes of an image of ours are to be had.
create or replace function packdesk.web_address(p_sha256 text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce((select s.url || '/storage/v1/object/public/' || s.bucket || '/' || b.object_key
                       from packdesk.blobs b join packdesk.image_stores s on s.id = b.store_id
                      where b.sha256 = p_sha256), 'packdesk:' || p_sha256);
$$;

create or replace function packdesk.leave_web_app() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    t text;
begin
    foreach t in array array['Project', 'ProjectImage', 'GeneratedImage'] loop
        if to_regclass(format('public.%I', t)) is not null then
            execute format('drop trigger if exists packdesk_sync on public.%I', t);
        end if;
    end loop;
    drop trigger if exists web_sync on packdesk.projects;
    drop trigger if exists web_sync on packdesk.project_images;
    drop trigger if exists web_sync on packdesk.generated_images;
    drop view if exists packdesk.web_projects, packdesk.web_project_images, packdesk.web_generated_images;
end $$;

-- Makes the views and the triggers for the tables as they are now.
create or replace function packdesk.join_web_app() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $join$
declare
    project regclass := to_regclass('public."Project"');
    photo regclass := to_regclass('public."ProjectImage"');
    image regclass := to_regclass('public."GeneratedImage"');
    person regclass := to_regclass('public."User"');
    c record;
    names text[];
    inserted text;
    updates text := '';
begin
    if project is null then
        raise exception 'There is no table "Project" in schema public: this is no web app''s database of the kind that web_app.sql is for.'
            using errcode = 'PD003';
    end if;
    perform packdesk.leave_web_app();

    -- whose project it is, for the web app: the user of that id, e-mail or name, or else one of our own
    execute format($f$
create or replace function packdesk.web_user(p_owner text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    found_id text;
begin
    %s
    return found_id;
end $$ $f$,
        case when person is null then 'found_id := p_owner;' else format($u$
    select t.id::text into found_id from %1$s t where p_owner in (t.id::text %2$s) order by t.id::text = p_owner desc limit 1;
    if found_id is null then
        select t.id::text into found_id from %1$s t where t.id::text = 'packdesk';
    end if;
    if found_id is null then
        %3$s on conflict do nothing;
        found_id := 'packdesk';
    end if;$u$, person,
            coalesce(', t.' || packdesk.web_column(person, 'email'), '') || coalesce(', t.' || packdesk.web_column(person, 'name'), ''),
            packdesk.web_insert(person,
                array['id', packdesk.web_column(person, 'email'), packdesk.web_column(person, 'name'), packdesk.web_column(person, 'username')],
                array['''packdesk''', '''packdesk@localhost''', '''Packdesk''', '''packdesk'''])) end);

    -- projects
    select packdesk.web_column(project, 'name', 'title') as name,
           packdesk.web_column(project, 'productName', 'product_name', 'productTitle') as product_name,
           packdesk.web_column(project, 'category', 'productCategory') as category,
           packdesk.web_column(project, 'description', 'productDescription') as description,
           packdesk.web_column(project, 'status') as status,
           packdesk.web_column(project, 'userId', 'ownerId', 'user_id') as owner,
           packdesk.web_column(project, 'createdAt', 'created_at') as created_at,
           packdesk.web_column(project, 'updatedAt', 'updated_at') as updated_at into c;
    execute format($f$
create view packdesk.web_projects as
select t.id::text as id,
       left(coalesce(nullif(btrim(%s), ''), 'Untitled'), 255) as name,
       left(coalesce(%s, ''), 255) as product_name,
       left(coalesce(%s, ''), 255) as category,
       left(coalesce(%s, ''), 2000) as description,
       case when %5$s in ('DRAFT', 'PROCESSING', 'COMPLETED', 'FAILED') then %5$s else 'DRAFT' end as status,
       %s as owner, %s as created_at, %s as updated_at
  from %s t $f$,
        coalesce('t.' || c.name || '::text', 'null'), coalesce('t.' || c.product_name || '::text', 'null'),
        coalesce('t.' || c.category || '::text', 'null'), coalesce('t.' || c.description || '::text', 'null'),
        coalesce('t.' || c.status || '::text', '''DRAFT'''), coalesce('t.' || c.owner || '::text', 'null::text'),
        packdesk.web_time(project, c.created_at), packdesk.web_time(project, c.updated_at), project);
    inserted := packdesk.web_insert(project,
        array['id', c.name, c.product_name, c.category, c.description, c.status, c.owner, c.created_at, c.updated_at],
        array['new.id', 'new.name', 'new.product_name', 'new.category', 'new.description', 'new.status',
              'packdesk.web_user(new.owner)', packdesk.web_moment(project, c.created_at, 'coalesce(new.created_at, now())'),
              packdesk.web_moment(project, c.updated_at, 'now()')]);
    -- only what really changed: what the web app holds may be longer than what fits here
    select string_agg(format('%1$s = case when new.%2$s is distinct from old.%2$s then new.%2$s::%3$s else t.%1$s end', m.theirs, m.ours,
                             (select format_type(a.atttypid, a.atttypmod) from pg_attribute a
                               where a.attrelid = project and quote_ident(a.attname) = m.theirs)), ', ')
      into updates
      from (values (c.name, 'name'), (c.product_name, 'product_name'), (c.category, 'category'),
                   (c.description, 'description'), (c.status, 'status')) as m (theirs, ours)
     where m.theirs is not null;
    execute format($f$
create or replace function packdesk.web_write_project() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from %1$s t where t.id::text = old.id;
        return old;
    elsif tg_op = 'INSERT' then
        new.id := coalesce(new.id, gen_random_uuid()::text);
        new.status := coalesce(new.status, 'DRAFT');
        %2$s;
    else
        update %1$s t set %3$s where t.id::text = old.id;
    end if;
    return new;
end $$ $f$, project, inserted,
        updates || coalesce(', ' || c.updated_at || ' = ' || packdesk.web_moment(project, c.updated_at, 'now()'), ''));
    create trigger write instead of insert or update or delete on packdesk.web_projects
        for each row execute function packdesk.web_write_project();
    names := array_remove(array['name', case when c.product_name is not null then 'product_name' end,
        case when c.category is not null then 'category' end, case when c.description is not null then 'description' end,
        case when c.status is not null then 'status' end], null);
    -- what the web app has comes here
    execute format($f$
create or replace function packdesk.web_take_project(p_id text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into packdesk.projects (id, owner, created_at, %1$s)
    select w.id, w.owner, w.created_at, %2$s from packdesk.web_projects w
     where w.id = p_id and char_length(w.id) between 1 and 200
    on conflict (id) do update set %3$s where (%4$s) is distinct from (%5$s);
$$ $f$, array_to_string(names, ', '), (select string_agg('w.' || n, ', ') from unnest(names) n),
        (select string_agg(format('%1$s = excluded.%1$s', n), ', ') from unnest(names) n),
        (select string_agg('projects.' || n, ', ') from unnest(names) n),
        (select string_agg('excluded.' || n, ', ') from unnest(names) n));
    -- and what is here goes there; a row that has just come from there is found to be the same
    execute format($f$
create or replace function packdesk.web_give_project() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from packdesk.web_projects where id = old.id;
    elsif tg_op = 'INSERT' then
        if not exists (select from packdesk.web_projects where id = new.id) then
            insert into packdesk.web_projects (id, name, product_name, category, description, status, owner, created_at)
            values (new.id, new.name, new.product_name, new.category, new.description, new.status, new.owner, new.created_at);
        end if;
    else
        update packdesk.web_projects w set %1$s where w.id = new.id and (%2$s) is distinct from (%3$s);
    end if;
    return null;
end $$ $f$, (select string_agg(format('%1$s = new.%1$s', n), ', ') from unnest(names) n),
        (select string_agg('w.' || n, ', ') from unnest(names) n), (select string_agg('new.' || n, ', ') from unnest(names) n));
    create trigger web_sync after insert or update or delete on packdesk.projects
        for each row execute function packdesk.web_give_project();

    if photo is not null then
        perform packdesk.web_join_images(photo, 'web_project_images', 'project_images');
    end if;
    if image is not null then
        perform packdesk.web_join_images(image, 'web_generated_images', 'generated_images');
    end if;
    execute format('create trigger packdesk_sync after insert or update or delete on %s'
                   ' for each row execute function packdesk.web_changed(''project'')', project);
    perform packdesk.web_take_project(w.id) from packdesk.web_projects w order by w.created_at, w.id;
    if photo is not null then
        execute format('create trigger packdesk_sync after insert or update or delete on %s'
                       ' for each row execute function packdesk.web_changed(''photo'')', photo);
        perform packdesk.web_take_photo(w.id) from packdesk.web_project_images w order by w.created_at, w.id;
    end if;
    if image is not null then
        execute format('create trigger packdesk_sync after insert or update or delete on %s'
                       ' for each row execute function packdesk.web_changed(''image'')', image);
        perform packdesk.web_take_image(w.id) from packdesk.web_generated_images w order by w.created_at, w.id;
    end if;
    perform packdesk.web_close();
end $join$;

-- The two tables of images are alike: a view, and triggers on it and on the table of ours.
create or replace function packdesk.web_join_images(p_theirs regclass, p_view text, p_ours text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $join$
declare
    c record;
    is_photo boolean := p_ours = 'project_images';
    kind regtype;
begin
    select packdesk.web_column(p_theirs, 'projectId', 'project_id') as project_id,
           packdesk.web_column(p_theirs, 'url', 'imageUrl', 'originalUrl', 'image_url', 'fileUrl') as url,
           packdesk.web_column(p_theirs, 'fileName', 'filename', 'originalName', 'name') as original_name,
           packdesk.web_column(p_theirs, 'order', 'position', 'sortOrder') as position,
           case when not is_photo then packdesk.web_column(p_theirs, 'imageType', 'type', 'image_type') end as image_type,
           case when not is_photo then packdesk.web_column(p_theirs, 'style') end as style,
           packdesk.web_column(p_theirs, 'mimeType', 'mime_type', 'contentType') as mime,
           packdesk.web_column(p_theirs, 'width') as width, packdesk.web_column(p_theirs, 'height') as height,
           packdesk.web_column(p_theirs, 'size', 'fileSize', 'sizeBytes') as size_bytes,
           packdesk.web_column(p_theirs, 'createdAt', 'created_at') as created_at,
           packdesk.web_column(p_theirs, 'updatedAt', 'updated_at') as updated_at into c;
    if c.project_id is null or c.url is null or (c.image_type is null and not is_photo) then
        raise exception 'The table % has no column for the project, the address or the image type. See the top of web_app.sql.',
            p_theirs using errcode = 'PD003';
    end if;
    execute format($f$
create view packdesk.%s as
select t.id::text as id, t.%s::text as project_id, t.%s::text as url, left(coalesce(%s, ''), 500) as original_name,
       coalesce(%s, 0) as position, %s as image_type, coalesce(%s, '') as style,
       null::text as mime, null::integer as width, null::integer as height, null::bigint as size_bytes, %s as created_at
  from %s t $f$, p_view, c.project_id, c.url, coalesce('t.' || c.original_name || '::text', 'null'),
        coalesce('t.' || c.position || '::integer', 'null::integer'), coalesce('t.' || c.image_type || '::text', 'null::text'),
        coalesce('t.' || c.style || '::text', 'null::text'), packdesk.web_time(p_theirs, c.created_at), p_theirs);
    select a.atttypid into kind from pg_attribute a where a.attrelid = p_theirs and quote_ident(a.attname) = c.image_type;
    execute format($f$
create or replace function packdesk.%6$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from %1$s t where t.id::text = old.id;
        return old;
    elsif tg_op = 'INSERT' then
        new.id := coalesce(new.id, gen_random_uuid()::text);
        begin
            %2$s;
        exception when unique_violation then
            -- one row for each type, or for each place: it shows the newest
            update %1$s t set %3$s = new.url %4$s where t.%5$s::text = new.project_id %7$s;
        end;
    else
        update %1$s t set %3$s = new.url %4$s %8$s where t.id::text = old.id;
    end if;
    return new;
end $$ $f$, p_theirs,
        packdesk.web_insert(p_theirs,
            array['id', c.project_id, c.url, c.original_name, c.position, c.image_type, c.style, c.mime, c.width, c.height, c.size_bytes,
                  c.created_at, c.updated_at],
            array['new.id', 'new.project_id', 'new.url', 'new.original_name', 'new.position', 'new.image_type', 'new.style', 'new.mime',
                  'new.width', 'new.height', 'new.size_bytes',
                  packdesk.web_moment(p_theirs, c.created_at, 'coalesce(new.created_at, now())'),
                  packdesk.web_moment(p_theirs, c.updated_at, 'now()')]),
        c.url, coalesce(', ' || c.updated_at || ' = ' || packdesk.web_moment(p_theirs, c.updated_at, 'now()'), ''), c.project_id,
        'web_write_' || p_ours,
        case when c.image_type is not null then format('and t.%s::text = new.image_type', c.image_type)
             when c.position is not null then format('and t.%s = new.position', c.position) else '' end,
        coalesce(', ' || c.position || ' = new.position', ''));
    execute format('create trigger write instead of insert or update or delete on packdesk.%I'
                   ' for each row execute function packdesk.%I()', p_view, 'web_write_' || p_ours);
    execute format($f$
create or replace function packdesk.%1$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from packdesk.%2$s where id = old.id;
    elsif not exists (select from packdesk.%2$s where id = new.id) then
        if exists (select from packdesk.web_projects where id = new.project_id) %3$s then
            insert into packdesk.%2$s (id, project_id, url, original_name, position, image_type, style, mime, width, height,
                                       size_bytes, created_at)
            values (new.id, new.project_id, packdesk.web_address(new.blob_sha256), %4$s, new.mime, new.width, new.height,
                    new.size_bytes, new.created_at);
        end if;
    elsif tg_op = 'UPDATE' then
        update packdesk.%2$s w
           set url = case when new.blob_sha256 is distinct from old.blob_sha256 then packdesk.web_address(new.blob_sha256) else w.url end,
               position = %5$s
         where w.id = new.id and (new.blob_sha256 is distinct from old.blob_sha256 or w.position is distinct from %5$s);
    end if;
    return null;
end $$ $f$, 'web_give_' || p_ours, p_view,
        -- a type that the web app's enum doesn't know stays here
        case when exists (select from pg_enum where enumtypid = kind)
             then format('and new.image_type in (select enumlabel from pg_enum where enumtypid = %s)', kind::oid) else '' end,
        case when is_photo then 'new.original_name, new.position, null, ''''' else ''''', 0, new.image_type, new.style' end,
        case when is_photo and c.position is not null then 'new.position' else 'w.position' end);
    execute format('create trigger web_sync after insert or update or delete on packdesk.%I'
                   ' for each row execute function packdesk.%I()', p_ours, 'web_give_' || p_ours);
end $join$;

-- A photo of the web app's comes here if its bytes do; the ten photos that a project holds are its first ten.
create or replace function packdesk.web_take_photo(p_id text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    theirs record;
    kept record;
begin
    select * into theirs from packdesk.web_project_images where id = p_id;
    if not found then
        return;
    end if;
    update packdesk.project_images set position = theirs.position, original_name = theirs.original_name
     where id = p_id and (position, original_name) is distinct from (theirs.position, theirs.original_name);
    if exists (select from packdesk.project_images where id = p_id)
       or not exists (select from packdesk.projects where id = theirs.project_id)
       or (select count(*) from packdesk.project_images where project_id = theirs.project_id) >= 10 then
        return;
    end if;
    select * into kept from packdesk.web_keep(theirs.url);
    if kept.sha256 is not null then
        insert into packdesk.project_images (id, project_id, position, original_name, blob_sha256, mime, size_bytes, width, height)
        values (p_id, theirs.project_id, theirs.position, theirs.original_name, kept.sha256, kept.mime, kept.size_bytes,
                kept.width, kept.height);
    end if;
end $$;

create or replace function packdesk.web_take_image(p_id text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    theirs record;
    kept record;
begin
    select * into theirs from packdesk.web_generated_images where id = p_id;
    if not found or exists (select from packdesk.generated_images where id = p_id)
       or not exists (select from packdesk.projects where id = theirs.project_id) then
        return;
    end if;
    select * into kept from packdesk.web_keep(theirs.url);
    if kept.sha256 is not null then
        insert into packdesk.generated_images (id, project_id, image_type, style, blob_sha256, mime, size_bytes, width, height, chosen)
        values (p_id, theirs.project_id, theirs.image_type, theirs.style, kept.sha256, kept.mime, kept.size_bytes, kept.width,
                kept.height, not exists (select from packdesk.generated_images g where g.project_id = theirs.project_id
                                            and g.image_type = theirs.image_type and g.chosen));
    end if;
end $$;

-- On the web app's own tables. Whatever goes wrong here must never keep the web app from its work.
create or replace function packdesk.web_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    begin
        if tg_op = 'DELETE' then
            case tg_argv[0]
                when 'project' then delete from packdesk.projects where id = old.id::text;
                when 'photo' then delete from packdesk.project_images where id = old.id::text;
                else delete from packdesk.generated_images where id = old.id::text;
            end case;
        else
            case tg_argv[0]
                when 'project' then perform packdesk.web_take_project(new.id::text);
                when 'photo' then perform packdesk.web_take_photo(new.id::text);
                else perform packdesk.web_take_image(new.id::text);
            end case;
        end if;
    exception when others then
        raise warning 'packdesk: % of a % did not come along: %', tg_op, tg_argv[0], sqlerrm;
    end;
    return null;
end $$;

-- Nobody's to call, and the views are to be read by the team; the browser's roles get nothing.
create or replace function packdesk.web_close() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    o record;
    who text;
begin
    for who in select 'public' union all select quote_ident(rolname) from pg_roles
                where rolname in ('anon', 'authenticated', 'service_role', 'packdesk_viewer', 'packdesk_staff',
                                  'packdesk_worker', 'packdesk_admin') loop
        for o in select oid::regprocedure as name from pg_proc
                  where pronamespace = 'packdesk'::regnamespace
                    and (proname like 'web\_%' or proname in ('join_web_app', 'leave_web_app')) loop
            execute format('revoke all on function %s from %s', o.name, who);
        end loop;
        for o in select oid::regclass as name from pg_class
                  where relnamespace = 'packdesk'::regnamespace and relkind = 'v' and relname like 'web\_%' loop
            execute format('revoke all on %s from %s', o.name, who);
        end loop;
    end loop;
    for o in select oid::regclass as name from pg_class
              where relnamespace = 'packdesk'::regnamespace and relkind = 'v' and relname like 'web\_%' loop
        execute format('grant select on %s to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin', o.name);
    end loop;
end $$;

-- also when the tables turn out not to fit
select packdesk.web_close();
select packdesk.join_web_app();
