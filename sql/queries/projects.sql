-- name: insert
insert into packdesk.projects (id, name, product_name, category, description, features, dimensions, comparison, brand,
                               style, owner, brand_kit_id, uses_brand_kit)
values (coalesce(%(id)s::text, gen_random_uuid()::text), %(name)s, %(product_name)s, %(category)s, %(description)s,
        %(features)s, %(dimensions)s, %(comparison)s, %(brand)s, %(style)s, %(owner)s, %(brand_kit_id)s,
        %(uses_brand_kit)s)
returning id

-- name: by_id
select p.id, p.name, p.product_name, p.category, p.description, p.features, p.dimensions, p.comparison, p.brand,
       p.style, p.status, p.owner, p.created_at, p.updated_at, p.version,
       (select to_jsonb(k) from (
            select b.id, b.name, b.primary_colour as primary, b.secondary_colour as secondary,
                   b.accent_colour as accent, b.font, b.logo_sha256, b.is_default, b.version
              from packdesk.brand_kits b
             where p.uses_brand_kit and (b.id = p.brand_kit_id or (p.brand_kit_id is null and b.is_default))) k) as kit,
       p.brand_kit_id, p.uses_brand_kit, p.scene_sha256, p.scene_name
  from packdesk.projects p where p.id = %(id)s

-- name: find_by_name
select id from packdesk.projects where name = %(name)s order by created_at limit 1

-- name: detail
-- All of a project's page in one statement, and so of one moment. The place in line is counted to 1,000.
select p.id, p.name, p.product_name, p.category, p.description, p.features, p.dimensions, p.comparison, p.brand,
       p.style, p.status, p.owner, p.created_at, p.updated_at, p.version,
       (select to_jsonb(k) from (
            select b.id, b.name, b.primary_colour as primary, b.secondary_colour as secondary,
                   b.accent_colour as accent, b.font, b.logo_sha256, b.is_default, b.version
              from packdesk.brand_kits b
             where p.uses_brand_kit and (b.id = p.brand_kit_id or (p.brand_kit_id is null and b.is_default))) k) as kit,
       p.brand_kit_id, p.uses_brand_kit, p.scene_sha256, p.scene_name,
       (select coalesce(jsonb_agg(to_jsonb(i)), '[]') from (
            select id, project_id, position, original_name, blob_sha256, thumb_sha256, mime, size_bytes, width, height,
                   mask_sha256, role
              from packdesk.project_images where project_id = p.id order by position, created_at, id) i) as photos,
       (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
            select id, project_id, image_type, style, job_id, blob_sha256, thumb_sha256, mime, size_bytes, width,
                   height, asks, needs_check, chosen, created_at, photo_ids, score, lost_letters
              from packdesk.generated_images where project_id = p.id order by created_at desc, id) g) as images,
       (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from (
            select distinct on (j.image_type) j.id, j.image_type, j.state, j.payload ->> 'style' as style, j.progress,
                   j.error_message, j.retry_count, j.max_retries, j.parent_id,
                   packdesk.place_in_line(j.id) as place
              from packdesk.jobs j
             where j.project_id = p.id and j.job_type = 'generate-image' and j.image_type is not null
             order by j.image_type, (j.status in ('pending', 'processing')) desc, j.seq desc) t) as jobs,
       (select to_jsonb(k) from (
            select j.id, j.state, j.children_done as done, j.children_total as total,
                   (select count(*) from public.job_queue c
                     where c.parent_id = j.id and c.status in ('pending', 'processing')) as active
              from packdesk.jobs j
             where j.project_id = p.id and j.job_type = 'generate-complete-pack'
             order by j.seq desc limit 1) k) as pack,
       (select count(*)::int from packdesk.workers w
         where w.stopped_at is null and not w.paused and w.heartbeat_at > now() - interval '60 seconds') as helpers,
       (select s.paused from packdesk.queue_settings s) as paused
  from packdesk.projects p where p.id = %(id)s

-- name: update
update packdesk.projects
   set name = %(name)s, product_name = %(product_name)s, category = %(category)s, description = %(description)s,
       features = %(features)s, dimensions = %(dimensions)s, comparison = %(comparison)s, brand = %(brand)s,
       style = %(style)s, brand_kit_id = %(brand_kit_id)s, uses_brand_kit = %(uses_brand_kit)s
 where id = %(id)s

-- name: delete
select packdesk.delete_projects(%(ids)s::text[])

-- name: set_scene
update packdesk.projects set scene_sha256 = %(sha256)s, scene_name = %(name)s where id = %(id)s
