-- name: insert_blob
insert into packdesk.blobs (sha256, size_bytes, mime) values (%(sha256)s, %(size_bytes)s, %(mime)s)
on conflict do nothing

-- name: insert_chunk
insert into packdesk.blob_chunks (sha256, n, data) values (%(sha256)s, %(n)s, %(data)b)

-- name: bring_chunk
insert into packdesk.blob_chunks (sha256, n, data) values (%(sha256)s, %(n)s, %(data)b) on conflict do nothing

-- name: blob
select b.size_bytes, b.mime, s.url
  from packdesk.blobs b left join packdesk.image_stores s on s.id = b.store_id where b.sha256 = %(sha256)s

-- name: chunk
select data from packdesk.blob_chunks where sha256 = %(sha256)s and n = %(n)s

-- name: photos_elsewhere
select id, url, original_name from packdesk.photos_elsewhere(%(project)s)

-- name: bring_photo
select packdesk.bring_photo(%(id)s, %(url)s, %(photo)s)

-- name: insert_photo
insert into packdesk.project_images (project_id, position, original_name, blob_sha256, thumb_sha256, mime, size_bytes,
                                     width, height)
values (%(project)s, (select coalesce(max(position) + 1, 0) from packdesk.project_images where project_id = %(project)s),
        %(original_name)s, %(blob_sha256)s, %(thumb_sha256)s, %(mime)s, %(size_bytes)s, %(width)s, %(height)s)
returning id

-- name: photos
select id, project_id, position, original_name, blob_sha256, thumb_sha256, mime, size_bytes, width, height, mask_sha256,
       role
  from packdesk.project_images where project_id = %(project)s order by position, created_at, id

-- name: of_jobs
select id, project_id, image_type, style, job_id, blob_sha256, thumb_sha256, mime, size_bytes, width, height, asks,
       needs_check, chosen, created_at, photo_ids, score, lost_letters
  from packdesk.generated_images where job_id = any (%(jobs)s::uuid[]) order by created_at

-- name: of_project
select id, project_id, image_type, style, job_id, blob_sha256, thumb_sha256, mime, size_bytes, width, height, asks,
       needs_check, chosen, created_at, photo_ids, score, lost_letters
  from packdesk.generated_images where project_id = %(project)s order by created_at

-- name: restore_photo
-- A photo that was taken out a moment ago comes back as it was.
insert into packdesk.project_images (id, project_id, position, original_name, blob_sha256, thumb_sha256, mime,
                                     size_bytes, width, height, mask_sha256, role)
values (%(id)s, %(project)s, %(position)s, %(original_name)s, %(blob_sha256)s, %(thumb_sha256)s, %(mime)s,
        %(size_bytes)s, %(width)s, %(height)s, %(mask_sha256)s, %(role)s)
on conflict (id) do nothing

-- name: replace_photo
update packdesk.project_images
   set original_name = %(original_name)s, blob_sha256 = %(blob_sha256)s, thumb_sha256 = %(thumb_sha256)s,
       mime = %(mime)s, size_bytes = %(size_bytes)s, width = %(width)s, height = %(height)s
 where id = %(id)s

-- name: order_photos
-- Photos that came in meanwhile stay behind those that were put in order.
update packdesk.project_images i
   set position = coalesce(o.n - 1, i.position + cardinality(%(ids)s::text[]))
  from packdesk.project_images j
  left join unnest(%(ids)s::text[]) with ordinality as o (id, n) on o.id = j.id
 where j.id = i.id and i.project_id = %(project)s

-- name: set_mask
-- Only for the picture it was made on: somebody may have turned or replaced it meanwhile.
update packdesk.project_images set mask_sha256 = %(mask_sha256)s where id = %(id)s and blob_sha256 = %(blob_sha256)s

-- name: set_role
-- One photo at most is the main one, and one the detail view.
update packdesk.project_images
   set role = case when id = %(id)s then %(role)s else 'auto' end
 where project_id = %(project)s
   and (id = %(id)s or (role = %(role)s and role in ('main', 'detail')))

-- name: delete_photos
delete from packdesk.project_images where id = any (%(ids)s::text[])

-- name: lock_image
-- The same lock as a worker takes that hands in this image.
select pg_advisory_xact_lock(7365750, hashtext(%(project)s || ':' || %(image_type)s))

-- name: unchoose
update packdesk.generated_images set chosen = false
 where project_id = %(project)s and image_type = %(image_type)s and chosen and id <> %(id)s

-- name: choose
update packdesk.generated_images set chosen = true where id = %(id)s and not chosen

-- name: prune_blobs
select packdesk.prune_blobs(1000)
