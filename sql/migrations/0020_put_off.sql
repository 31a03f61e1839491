-- The few jobs that wait for their time, found among a million that only wait for a worker: the index that knows them says
-- it in words that lists of jobs can say too. It is also less to look at for every new job.
do $$
begin
    if exists (select from pg_indexes where schemaname = 'public' and indexname = 'job_queue_delayed'
                  and indexdef like '%expanded_at%') then
        drop index public.job_queue_delayed;
    end if;
end $$;
create index if not exists job_queue_delayed on public.job_queue (run_after)
    where status = 'pending' and run_after > created_at;
