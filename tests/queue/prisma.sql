-- A web app's tables as Prisma makes them, with data, jobs and an old-style queue of its own.
create type "ProjectStatus" as enum ('DRAFT', 'PROCESSING', 'COMPLETED', 'FAILED');
create type "ImageType" as enum ('MAIN_IMAGE', 'INFOGRAPHIC', 'FEATURE_HIGHLIGHT', 'LIFESTYLE', 'COMPARISON_CHART', 'DIMENSION_DIAGRAM');
create type "Role" as enum ('USER', 'ADMIN');
create table "User" (
    "id" text not null, "email" text not null, "name" text, "role" "Role" not null default 'USER', "credits" integer not null,
    "createdAt" timestamp(3) not null default current_timestamp, "updatedAt" timestamp(3) not null,
    constraint "User_pkey" primary key ("id"));
create unique index "User_email_key" on "User" ("email");
create table "Project" (
    "id" text not null, "name" text not null, "productName" text, "description" text, "productCategory" varchar(40),
    "status" "ProjectStatus" not null default 'DRAFT', "userId" text not null, "settings" jsonb not null, "tags" text[] not null,
    "createdAt" timestamp(3) not null default current_timestamp, "updatedAt" timestamp(3) not null,
    constraint "Project_pkey" primary key ("id"),
    constraint "Project_userId_fkey" foreign key ("userId") references "User" ("id") on delete restrict on update cascade);
create table "ProjectImage" (
    "id" text not null, "projectId" text not null, "url" text not null, "fileName" text not null, "order" integer not null default 0,
    "createdAt" timestamp(3) not null default current_timestamp,
    constraint "ProjectImage_pkey" primary key ("id"),
    constraint "ProjectImage_projectId_fkey" foreign key ("projectId") references "Project" ("id") on delete cascade on update cascade);
create table "GeneratedImage" (
    "id" text not null, "projectId" text not null, "imageType" "ImageType" not null, "imageUrl" text not null, "prompt" text not null,
    "style" text, "createdAt" timestamp(3) not null default current_timestamp, "updatedAt" timestamp(3) not null,
    constraint "GeneratedImage_pkey" primary key ("id"),
    constraint "GeneratedImage_projectId_fkey" foreign key ("projectId") references "Project" ("id") on delete cascade on update cascade);
create table job_queue (
    id uuid primary key default gen_random_uuid(), job_type text not null, payload jsonb not null,
    status text not null default 'pending' check (status in ('pending', 'processing', 'completed', 'failed')),
    retry_count integer not null default 0, max_retries integer not null default 3, error_message text,
    created_at timestamptz not null default now(), processed_at timestamptz, completed_at timestamptz,
    user_id text references "User" ("id"));
insert into "User" ("id", "email", "name", "credits", "updatedAt")
values ('clu1', 'anna@shop.example', 'Anna', 5, now()), ('clu2', 'bert@shop.example', 'Bert', 0, now());
insert into "Project" ("id", "name", "productName", "description", "productCategory", "status", "userId", "settings", "tags", "createdAt", "updatedAt")
values ('clp1', 'Mug', 'Enamel mug', repeat('long ', 600), 'Kitchen', 'COMPLETED', 'clu1', '{"tone": "warm"}', '{a}', '2026-05-01 10:00', '2026-05-01 10:00'),
       ('clp2', '', null, null, null, 'DRAFT', 'clu2', '{}', '{}', '2026-05-02 23:30', '2026-05-02 23:30');
insert into "ProjectImage" ("id", "projectId", "url", "fileName", "order")
values ('cli1', 'clp1', 'https://abc.supabase.co/storage/v1/object/public/photos/mug.jpg', 'mug.jpg', 0),
       ('cli2', 'clp1', 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==', 'dot.png', 1);
insert into "GeneratedImage" ("id", "projectId", "imageType", "imageUrl", "prompt", "updatedAt")
values ('clg1', 'clp1', 'MAIN_IMAGE', 'https://abc.supabase.co/storage/v1/object/public/made/main.png', 'a mug', now());
insert into job_queue (job_type, payload, user_id, status, completed_at)
values ('generate-image', '{"projectId": "clp1", "imageType": "MAIN_IMAGE"}', 'clu1', 'completed', now()),
       ('generate-image', '{"projectId": "clp2", "imageType": "LIFESTYLE"}', 'clu2', 'pending', null);
