-- The characters of an image's words that it leaves out, because no font has them: whoever wrote them is told.

alter table packdesk.generated_images add column if not exists lost_letters text not null default '';
alter table packdesk.aplus_modules add column if not exists lost_letters text not null default '';

-- As in 0016, with them.
create or replace function packdesk.tell_of_image(p_id text, p_image jsonb) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update packdesk.generated_images
       set photo_ids = array(select jsonb_array_elements_text(coalesce(p_image -> 'photo_ids', '[]'))),
           score = (p_image ->> 'score')::real,
           lost_letters = coalesce(p_image ->> 'lost_letters', '')
     where id = p_id;
$$;

-- As in 0016, with them.
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
                                        size_bytes, width, height, asks, needs_check, lost_letters)
    select job.project_id, m ->> 'module', coalesce(m ->> 'style', ''), p_job, m -> 'words', m ->> 'blob_sha256',
           m ->> 'thumb_sha256', m ->> 'mime', (m ->> 'size_bytes')::bigint, (m ->> 'width')::integer,
           (m ->> 'height')::integer, array(select jsonb_array_elements_text(coalesce(m -> 'asks', '[]'))),
           array(select jsonb_array_elements_text(coalesce(m -> 'needs_check', '[]'))),
           coalesce(m ->> 'lost_letters', '')
      from jsonb_array_elements(p_modules) m
    on conflict (job_id, module) do update set chosen = true, style = excluded.style, words = excluded.words,
        blob_sha256 = excluded.blob_sha256, thumb_sha256 = excluded.thumb_sha256, mime = excluded.mime,
        size_bytes = excluded.size_bytes, width = excluded.width, height = excluded.height, asks = excluded.asks,
        needs_check = excluded.needs_check, lost_letters = excluded.lost_letters;
    update public.job_queue set status = 'completed' where id = p_job;
    return true;
end $$;

-- As in 0016, for images of databases that don't know them, too.
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
    image.lost_letters := coalesce(image.lost_letters, '');
    image.created_at := least(coalesce(image.created_at, clock_timestamp()), clock_timestamp());
    image.chosen := coalesce(image.chosen, true)
        and not exists (select from packdesk.generated_images g
                         where g.project_id = image.project_id and g.image_type = image.image_type and g.chosen);
    insert into packdesk.generated_images select image.* on conflict (id) do nothing;
    return found;
end $$;
