-- name: insert
insert into packdesk.projects (name, product_name, category, description, features, dimensions, comparison, brand,
                               style, owner)
values (%(name)s, %(product_name)s, %(category)s, %(description)s, %(features)s, %(dimensions)s, %(comparison)s,
        %(brand)s, %(style)s, %(owner)s)
returning id

-- name: by_id
select id, name, product_name, category, description, features, dimensions, comparison, brand, style, status, owner,
       created_at, updated_at, version
  from packdesk.projects where id = %(id)s

-- name: find_by_name
select id from packdesk.projects where name = %(name)s order by created_at limit 1
