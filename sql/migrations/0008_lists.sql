-- What the window's lists show, one row each, and the notices that keep them live.

drop view if exists packdesk.project_list;
create view packdesk.project_list with (security_invoker = true) as
select p.id, p.name, p.product_name, p.category, p.status, p.owner, p.created_at, p.updated_at, p.version,
       lower(p.name) collate "C" as name_key,
       (select count(*)::int from packdesk.project_images i where i.project_id = p.id) as photo_count,
       (select count(*)::int from packdesk.generated_images g where g.project_id = p.id and g.chosen) as image_count,
       coalesce(pack.children_done, 0) as pack_done,
       coalesce(nullif(pack.children_total, 0), 6) as pack_total,
       coalesce((select i.thumb_sha256 from packdesk.project_images i where i.project_id = p.id
                  order by i.position, i.created_at, i.id limit 1)) as thumb_sha256
  from packdesk.projects p
  left join lateral (
      select q.children_done, q.children_total from public.job_queue q
       where q.project_id = p.id and q.job_type = 'generate-complete-pack'
       order by q.seq desc limit 1) pack on true;

drop view if exists packdesk.job_list;
create view packdesk.job_list with (security_invoker = true) as
select j.id, j.job_type, j.payload, j.status, j.state, j.retry_count, j.max_retries, j.error_message, j.created_at,
       j.processed_at, j.completed_at, j.user_id, j.project_id, j.image_type, j.parent_id, j.children_total,
       j.children_done, j.priority, j.run_after, j.worker_id, j.progress, j.version, j.seq,
       p.name as project_name, w.name as worker_name
  from packdesk.jobs j
  left join packdesk.projects p on p.id = j.project_id
  left join packdesk.workers w on w.id = j.worker_id;

grant select on packdesk.project_list, packdesk.job_list
    to packdesk_viewer, packdesk_staff, packdesk_worker, packdesk_admin;

-- A project's row in the list shows its photos and images: their changes are its changes. Argument: the table named
-- in the notice. Deleted rows still know their project here; afterwards nobody does.
create or replace function packdesk.project_rows_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform packdesk.notify_ids('projects', (select array_agg(distinct project_id) from old_rows));
    else
        perform packdesk.notify_ids('projects', (select array_agg(distinct project_id) from new_rows));
    end if;
    return null;
end $$;
revoke all on function packdesk.project_rows_changed() from public;

do $$
declare
    t text;
    op text;
begin
    foreach t in array array['project_images', 'generated_images'] loop
        foreach op in array array['insert', 'update', 'delete'] loop
            execute format('drop trigger if exists %I on packdesk.%I', 'notice_project_' || op, t);
            execute format(
                'create trigger %I after %s on packdesk.%I referencing %s for each statement'
                ' execute function packdesk.project_rows_changed()',
                'notice_project_' || op, op, t,
                case when op = 'delete' then 'old table as old_rows' else 'new table as new_rows' end);
        end loop;
    end loop;
end $$;

-- Search in names and texts, without an extension: sequential over projects, of which even large shops have few
-- thousand. Jobs are searched by indexed columns first.
create index if not exists job_queue_state on public.job_queue (status, seq desc);
