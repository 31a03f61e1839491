-- name: all
select id, name, primary_colour as primary, secondary_colour as secondary, accent_colour as accent, font, logo_sha256,
       is_default, version
  from packdesk.brand_kits order by lower(name), id

-- name: insert
insert into packdesk.brand_kits (name, primary_colour, secondary_colour, accent_colour, font, logo_sha256, is_default)
values (%(name)s, %(primary)s, %(secondary)s, %(accent)s, %(font)s, %(logo_sha256)s, %(is_default)s)
returning id

-- name: update
update packdesk.brand_kits
   set name = %(name)s, primary_colour = %(primary)s, secondary_colour = %(secondary)s, accent_colour = %(accent)s,
       font = %(font)s, logo_sha256 = %(logo_sha256)s, is_default = %(is_default)s
 where id = %(id)s
returning id

-- name: delete
delete from packdesk.brand_kits where id = %(id)s

-- name: may_edit
select has_table_privilege('packdesk.brand_kits', 'delete')
