"""Pages of long lists, by keyset: the cost of a page doesn't depend on how far down it is.

The columns one may sort by stand here. They are never NULL, and texts sort by code point, as Python does: what the
database puts in order, the live table must be able to keep in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, LiteralString, TypeVar
from uuid import UUID

from psycopg import sql

from desktop.core.errors import BugError
from desktop.core.lists import MAX_COUNT
from desktop.core.records import JobRow, ProjectRow
from desktop.data.conditions import all_of, job_conditions, project_conditions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.lists import Filters, PageRequest
    from desktop.data.conditions import Conditions
    from desktop.data.database import Database

Row = TypeVar("Row", bound=ProjectRow | JobRow)

PROJECT_SORTS: Final[Mapping[str, LiteralString]] = {
    "updated_at": "updated_at",
    "created_at": "created_at",
    "name": "name_key",
    "product_name": 'lower(product_name) collate "C"',
    "status": 'status collate "C"',
    "pack_done": "pack_done",
    "photo_count": "photo_count",
    "image_count": "image_count",
    "owner": "coalesce(owner, '') collate \"C\"",
}
JOB_SORTS: Final[Mapping[str, LiteralString]] = {
    "seq": "seq",
    "created_at": "created_at",
    "state": 'state collate "C"',
    "job_type": "(job_type || ' ' || coalesce(image_type, '')) collate \"C\"",
    "project_name": "lower(coalesce(project_name, '')) collate \"C\"",
    "progress": "coalesce(progress, 0)::float8",
    "priority": "priority",
    "processed_at": "coalesce(processed_at, timestamptz '2999-01-01 00:00+00')",
    "retry_count": "retry_count",
    "user_id": "coalesce(user_id, '') collate \"C\"",
    "worker_name": "coalesce(worker_name, '') collate \"C\"",
    "error_message": "coalesce(error_message, '') collate \"C\"",
}


_NEAR_ROWS: Final = 20_000
"""Rows in which a page of what is frequent is looked for first: some 10 ms."""


class ListRepo(Generic[Row]):
    """Pages, single rows and bounded counts of one list; lives on the database's loop.

    Args:
        database: where from.
        kind: the record of a row; its fields are the columns that are read.
        view: what is read.
        sorts: what it may be sorted by.
        tie: what sorts rows whose sort value is the same; unique.
        conditions: what filters mean here.
    """

    def __init__(
        self,
        database: Database,
        kind: type[Row],
        *,
        view: LiteralString,
        sorts: Mapping[str, LiteralString],
        tie: LiteralString,
        conditions: Callable[[Filters], Conditions],
    ) -> None:
        self._database = database
        self._kind = kind
        self._view: LiteralString = view
        self._columns = sql.SQL(", ").join(sql.Identifier(name) for name in kind.__dataclass_fields__)
        self._sorts = sorts
        self._tie = tie
        self._conditions = conditions

    async def page(self, request: PageRequest) -> list[tuple[Row, Any]]:
        """Rows with the values they are sorted by."""
        view = sql.SQL(self._view)
        if (
            self._kind is not JobRow
            or request.sort.column != self._tie
            or not _looks_everywhere(request.filters)
        ):
            return await self._page(request, view, self._sort_of(request.sort.column))
        # What many rows contain is found among the next ones; for the rest all rows must be looked at, and walking
        # them in order keeps the server from sharing the work out among several processes. Nobody knows beforehand.
        near = sql.SQL("(select * from {} {} order by seq {} limit {}) near").format(
            view,
            sql.SQL("where seq {} %(after)s").format(sql.SQL("<" if request.sort.descending else ">"))
            if request.after is not None
            else sql.SQL(""),
            sql.SQL("desc" if request.sort.descending else "asc"),
            sql.Literal(_NEAR_ROWS),
        )
        found = await self._page(request, near, sql.SQL("seq"))
        return found if len(found) == request.limit else await self._page(request, view, sql.SQL("(seq + 0)"))

    async def _page(
        self, request: PageRequest, source: sql.Composable, sort: sql.Composable
    ) -> list[tuple[Row, Any]]:
        """A page from a view or a part of it, by an expression."""
        tie = sql.SQL(self._tie)
        way = sql.SQL("desc" if request.sort.descending else "asc")
        conditions, params = self._conditions(request.filters)
        if request.after is not None:
            beyond = sql.SQL("<" if request.sort.descending else ">")
            conditions.append(sql.SQL("({}, {}) {} (%(after)s, %(after_tie)s)").format(sort, tie, beyond))
            params["after"], params["after_tie"] = request.after
        # first which rows, by as few columns as it takes, then what they say: a million rows are sorted by their
        # keys alone
        statement = sql.SQL(
            "with top as materialized (select id as top_id, {sort} as sort_value, {tie} as sort_tie from {source}"
            " where {conditions} order by 2 {way}, 3 {way} limit %(limit)s)"
            " select {columns}, sort_value from top join {view} shown on shown.id = top.top_id"
            " order by sort_value {way}, sort_tie {way}"
        ).format(
            columns=self._columns,
            sort=sort,
            tie=tie,
            source=source,
            view=sql.SQL(self._view),
            conditions=all_of(conditions),
            way=way,
        )
        params["limit"] = request.limit
        rows = await self._database.rows(statement.as_bytes(), params)
        return [(self._kind(**row), value) for row in rows for value in [row.pop("sort_value")]]

    async def rows(
        self, ids: Sequence[Any], request: PageRequest, *, until: tuple[Any, Any] | None = None
    ) -> list[tuple[Row, Any]]:
        """Those of the named rows that belong to the list, with the values they are sorted by.

        ``until`` is sort value and tie-breaker of the last row of interest: what lies behind it isn't read.
        """
        sort = self._sort_of(request.sort.column)
        conditions, params = self._conditions(request.filters)
        if until is not None:
            within = sql.SQL(">=" if request.sort.descending else "<=")
            tie = sql.SQL(self._tie)
            conditions.append(sql.SQL("({}, {}) {} (%(until)s, %(until_tie)s)").format(sort, tie, within))
            params["until"], params["until_tie"] = until
        if self._kind is JobRow:
            # anybody may send a notice, and name in it what he likes
            params["ids"] = [i for i in map(_uuid, ids) if i is not None]
            conditions.append(sql.SQL("id = any (%(ids)s::uuid[])"))
        else:
            params["ids"] = [str(i) for i in ids]
            conditions.append(sql.SQL("id = any (%(ids)s::text[])"))
        statement = sql.SQL("select {}, {} as sort_value from {} where {}").format(
            self._columns, sort, sql.SQL(self._view), all_of(conditions)
        )
        rows = await self._database.rows(statement.as_bytes(), params)
        return [(self._kind(**row), value) for row in rows for value in [row.pop("sort_value")]]

    async def count(self, filters: Filters) -> int:
        """How many rows, counted to 10,000 and one."""
        conditions, params = self._conditions(filters)
        statement = sql.SQL("select count(*)::int from (select from {} where {} limit %(limit)s) few").format(
            sql.SQL(self._view), all_of(conditions)
        )
        return int(await self._database.scalar(statement.as_bytes(), {**params, "limit": MAX_COUNT + 1}))

    async def packed_ids(self, filters: Filters, limit: int, *, beyond: Any = None) -> tuple[bytes, Any]:
        """The ids (UUIDs, 16 bytes each) of what matches, newest first, and the last one's tie-breaker.

        ``beyond`` is that of an earlier answer, to go on from there.
        """
        conditions, params = self._conditions(filters)
        tie = sql.SQL(self._tie)
        if beyond is not None:
            conditions.append(sql.SQL("{} < %(beyond)s").format(tie))
            params["beyond"] = beyond
        statement = sql.SQL(
            "select string_agg(uuid_send(id), ''::bytea order by place desc) as ids, min(place) as last"
            " from (select id, {tie} as place from {view} where {conditions} order by {tie} desc limit %(limit)s) few"
        ).format(tie=tie, view=sql.SQL(self._view), conditions=all_of(conditions))
        (row,) = await self._database.rows(statement.as_bytes(), {**params, "limit": limit})
        return row["ids"] or b"", row["last"]

    def _sort_of(self, column: str) -> sql.Composable:
        try:
            return sql.SQL(self._sorts[column])
        except KeyError:
            raise BugError(f"{self._kind.__name__} can't be sorted by {column}") from None


def _looks_everywhere(filters: Filters) -> bool:
    """Whether texts are searched that no index knows."""
    return bool(filters.words or filters.errors or filters.users or filters.types or filters.workers)


def project_list(database: Database) -> ListRepo[ProjectRow]:
    """The list of projects."""
    return ListRepo(
        database,
        ProjectRow,
        view="packdesk.project_list",
        sorts=PROJECT_SORTS,
        tie='id collate "C"',
        conditions=project_conditions,
    )


def job_list(database: Database) -> ListRepo[JobRow]:
    """The list of jobs."""
    return ListRepo(
        database,
        JobRow,
        view="packdesk.job_list",
        sorts=JOB_SORTS,
        tie="seq",
        conditions=job_conditions,
    )


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
