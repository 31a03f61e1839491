-- name: words
select module, words from packdesk.aplus_texts where project_id = %(project)s

-- name: set_words
insert into packdesk.aplus_texts (project_id, module, words) values (%(project)s, %(module)s, %(words)s)
on conflict (project_id, module) do update set words = excluded.words

-- name: drop_words
delete from packdesk.aplus_texts where project_id = %(project)s and module = %(module)s

-- name: of_project
select id, project_id, module, style, job_id, words, blob_sha256, thumb_sha256, mime, size_bytes, width, height, asks,
       needs_check, chosen, created_at, lost_letters
  from packdesk.aplus_modules where project_id = %(project)s order by created_at desc, id

-- name: job
-- The newest A+ job of a project, an active one before all others.
select id, state, progress, error_message, parent_id, packdesk.place_in_line(id) as place
  from packdesk.jobs
 where project_id = %(project)s and job_type = 'generate-aplus'
 order by (status in ('pending', 'processing')) desc, seq desc limit 1

-- name: choose
select packdesk.choose_aplus(%(id)s)
