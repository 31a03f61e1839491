-- name: place
select b.size_bytes, b.mime, b.store_id, b.object_key, s.url, s.bucket
  from packdesk.blobs b left join packdesk.image_stores s on s.id = b.store_id where b.sha256 = %(sha256)s

-- name: store
select id from packdesk.image_stores where url = %(url)s and bucket = %(bucket)s

-- name: add_store
select packdesk.add_image_store(%(url)s, %(bucket)s)

-- name: insert_blob
insert into packdesk.blobs (sha256, size_bytes, mime, store_id, object_key)
values (%(sha256)s, %(size_bytes)s, %(mime)s, %(store)s, %(key)s) on conflict do nothing

-- name: insert_loose
insert into packdesk.loose_objects (store_id, object_key, sha256) values (%(store)s, %(key)s, %(sha256)s)

-- name: set_upload_url
update packdesk.loose_objects set upload_url = %(upload_url)s where store_id = %(store)s and object_key = %(key)s

-- name: delete_loose
delete from packdesk.loose_objects where store_id = %(store)s and object_key = %(key)s

-- name: unfinished_upload
-- An upload of the same bytes that was broken off; the server keeps it for a day.
select object_key, upload_url from packdesk.loose_objects
 where store_id = %(store)s and sha256 = %(sha256)s and upload_url is not null
   and since > clock_timestamp() - interval '23 hours' order by since desc limit 1

-- name: old_loose
select object_key from packdesk.loose_objects
 where store_id = %(store)s and since < clock_timestamp() - interval '25 hours' order by since limit %(limit)s

-- name: named
select object_key from packdesk.blobs where store_id = %(store)s and object_key = any (%(keys)s::text[])

-- name: move
select packdesk.move_blob(%(sha256)s, %(store)s, %(key)s)

-- name: may_move
select has_function_privilege('packdesk.move_blob(text, integer, text)', 'execute')

-- name: projects
select id from packdesk.projects order by created_at, id

-- name: to_move
-- What of a project does not lie where it should: photos, images and modules with their thumbnails, corrected masks
-- and the scene; the smallest first. A brand kit's logo belongs to no project and stays.
select b.sha256, b.size_bytes, b.mime
  from packdesk.blobs b
 where b.store_id is distinct from %(store)s
   and b.sha256 in (select unnest(array[blob_sha256, thumb_sha256, mask_sha256]) from packdesk.project_images
                     where project_id = %(project)s
                    union all
                    select unnest(array[blob_sha256, thumb_sha256]) from packdesk.aplus_modules
                     where project_id = %(project)s
                    union all
                    select scene_sha256 from packdesk.projects where id = %(project)s
                    union all
                    select unnest(array[blob_sha256, thumb_sha256]) from packdesk.generated_images
                     where project_id = %(project)s)
 order by b.size_bytes, b.sha256
