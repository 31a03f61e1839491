-- From one database to another, by a login of the staff's: whatever columns both ends have and staff may fill.

-- name: projects
select id from packdesk.projects order by created_at, id

-- name: project
select to_jsonb(p) as project,
       coalesce((select jsonb_agg(to_jsonb(i) order by i.position, i.created_at, i.id)
                   from packdesk.project_images i where i.project_id = p.id), '[]') as photos,
       coalesce((select jsonb_agg(to_jsonb(g) order by g.created_at, g.id)
                   from packdesk.generated_images g where g.project_id = p.id), '[]') as images,
       coalesce((select jsonb_agg(to_jsonb(t)) from packdesk.aplus_texts t where t.project_id = p.id), '[]') as words
  from packdesk.projects p where p.id = %(id)s

-- name: missing_blobs
select n as sha256 from unnest(%(names)s::text[]) n where not exists (select from packdesk.blobs where sha256 = n)

-- name: mime
select mime from packdesk.blobs where sha256 = %(name)s

-- name: columns
-- What this login may fill in; a reference to a row of yet another table doesn't travel.
select attname from pg_attribute
 where attrelid = %(table)s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
   and has_column_privilege(attrelid, attnum, 'insert')
   and attname not in ('version', 'status', 'created_at', 'updated_at')
   and (attname in ('id', 'project_id') or attname not like '%%\_id')
 order by attnum

-- name: adopt_image
select packdesk.adopt_image(%(image)s)

-- name: add_words
insert into packdesk.aplus_texts (project_id, module, words)
values (%(project_id)s, %(module)s, %(words)s) on conflict do nothing
