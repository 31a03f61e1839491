"""Pages of long lists, by keyset: the cost of a page doesn't depend on how far down it is.

The columns one may sort by stand here; a NULL sorts last when ascending, like the text of its replacement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, LiteralString, TypeVar

from psycopg import sql

from desktop.core.errors import BugError
from desktop.core.lists import MAX_COUNT
from desktop.core.records import JobRow, ProjectRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.lists import Filters, PageRequest
    from desktop.data.database import Database

Row = TypeVar("Row", bound=ProjectRow | JobRow)

PROJECT_SORTS: Final[Mapping[str, LiteralString]] = {
    "updated_at": "updated_at",
    "created_at": "created_at",
    "name": "name_key",
    "product_name": 'lower(product_name) collate "C"',
    "status": "status",
    "pack_done": "pack_done",
    "photo_count": "photo_count",
    "image_count": "image_count",
    "owner": "coalesce(owner, '')",
}
JOB_SORTS: Final[Mapping[str, LiteralString]] = {
    "seq": "seq",
    "created_at": "created_at",
    "state": "state",
    "job_type": "job_type",
    "project_name": "lower(coalesce(project_name, '')) collate \"C\"",
    "progress": "coalesce(progress, 0)",
    "retry_count": "retry_count",
    "user_id": "coalesce(user_id, '')",
    "worker_name": "coalesce(worker_name, '')",
    "error_message": "coalesce(error_message, '')",
}


class ListRepo(Generic[Row]):
    """Pages, single rows and bounded counts of one list; lives on the database's loop."""

    def __init__(
        self,
        database: Database,
        kind: type[Row],
        *,
        view: LiteralString,
        sorts: Mapping[str, LiteralString],
        tie: LiteralString,
        texts: Sequence[str],
    ) -> None:
        self._database = database
        self._kind = kind
        self._view = sql.SQL(view)
        self._columns = sql.SQL(", ").join(sql.Identifier(name) for name in kind.__dataclass_fields__)
        self._sorts = sorts
        self._tie = tie
        self._texts = texts

    async def page(self, request: PageRequest) -> list[tuple[Row, Any]]:
        """Rows with the values they are sorted by."""
        sort = self._sort_of(request.sort.column)
        tie = sql.SQL(self._tie)
        way = sql.SQL("desc" if request.sort.descending else "asc")
        conditions, params = self._conditions(request.filters)
        if request.after is not None:
            beyond = sql.SQL("<" if request.sort.descending else ">")
            conditions.append(sql.SQL("({}, {}) {} (%(after)s, %(after_tie)s)").format(sort, tie, beyond))
            params["after"], params["after_tie"] = request.after
        statement = sql.SQL(
            "select {}, {} as sort_value from {} where {} order by {} {}, {} {} limit %(limit)s"
        ).format(self._columns, sort, self._view, _all_of(conditions), sort, way, tie, way)
        params["limit"] = request.limit
        rows = await self._database.rows(statement.as_bytes(), params)
        return [(self._kind(**row), value) for row in rows for value in [row.pop("sort_value")]]

    async def rows(self, ids: Sequence[Any], request: PageRequest) -> list[tuple[Row, Any]]:
        """Those of the named rows that belong to the list, with the values they are sorted by."""
        sort = self._sort_of(request.sort.column)
        conditions, params = self._conditions(request.filters)
        params["ids"] = [str(i) for i in ids]
        conditions.append(sql.SQL("id::text = any (%(ids)s::text[])"))
        if self._kind is JobRow:
            conditions[-1] = sql.SQL("id = any (%(ids)s::uuid[])")
        statement = sql.SQL("select {}, {} as sort_value from {} where {}").format(
            self._columns, sort, self._view, _all_of(conditions)
        )
        rows = await self._database.rows(statement.as_bytes(), params)
        return [(self._kind(**row), value) for row in rows for value in [row.pop("sort_value")]]

    async def count(self, filters: Filters) -> int:
        """How many rows, counted to 10,000 and one."""
        conditions, params = self._conditions(filters)
        statement = sql.SQL("select count(*)::int from (select from {} where {} limit %(limit)s) few").format(
            self._view, _all_of(conditions)
        )
        return int(await self._database.scalar(statement.as_bytes(), {**params, "limit": MAX_COUNT + 1}))

    async def ids(self, filters: Filters, limit: int) -> list[Any]:
        """The ids of what matches, newest first."""
        conditions, params = self._conditions(filters)
        statement = sql.SQL("select id from {} where {} order by {} desc limit %(limit)s").format(
            self._view,
            _all_of(conditions),
            sql.SQL(self._tie),
        )
        rows = await self._database.rows(statement.as_bytes(), {**params, "limit": limit})
        return [row["id"] for row in rows]

    def _sort_of(self, column: str) -> sql.Composable:
        try:
            return sql.SQL(self._sorts[column])
        except KeyError:
            raise BugError(f"{self._kind.__name__} can't be sorted by {column}") from None

    def _conditions(self, filters: Filters) -> tuple[list[sql.Composable], dict[str, Any]]:
        conditions: list[sql.Composable] = []
        params: dict[str, Any] = {}
        texts = sql.SQL(" || ' ' || ").join(
            sql.SQL("coalesce({}, '')").format(sql.Identifier(t)) for t in self._texts
        )
        for n, word in enumerate(filters.words):
            conditions.append(sql.SQL("{} ilike {}").format(texts, sql.Placeholder(f"word{n}")))
            params[f"word{n}"] = f"%{_literal(word)}%"
        state = "state" if self._kind is JobRow else "status"
        for name, column, values in (
            ("states", state, filters.states),
            ("types", "job_type", filters.types),
            ("projects", "project_id", filters.projects),
        ):
            if values:
                conditions.append(
                    sql.SQL("{} = any ({})").format(sql.Identifier(column), sql.Placeholder(name))
                )
                params[name] = list(values)
        for name, column, values in (
            ("workers", "worker_name", filters.workers),
            ("users", "user_id" if self._kind is JobRow else "owner", filters.users),
            ("errors", "error_message", filters.errors),
        ):
            if values:
                conditions.append(
                    sql.SQL("{} ilike any ({})").format(sql.Identifier(column), sql.Placeholder(name))
                )
                params[name] = [f"%{_literal(value)}%" for value in values]
        for name, beyond, age in (("min_age", "<=", filters.min_age_s), ("max_age", ">=", filters.max_age_s)):
            if age is not None:
                conditions.append(
                    sql.SQL("created_at {} now() - make_interval(secs => {})").format(
                        sql.SQL(beyond), sql.Placeholder(name)
                    )
                )
                params[name] = age
        return conditions, params


def project_list(database: Database) -> ListRepo[ProjectRow]:
    """The list of projects."""
    return ListRepo(
        database,
        ProjectRow,
        view="packdesk.project_list",
        sorts=PROJECT_SORTS,
        tie='id collate "C"',
        texts=("name", "product_name", "category"),
    )


def job_list(database: Database) -> ListRepo[JobRow]:
    """The list of jobs."""
    texts = ("job_type", "image_type", "project_name", "user_id", "worker_name", "error_message")
    return ListRepo(database, JobRow, view="packdesk.job_list", sorts=JOB_SORTS, tie="seq", texts=texts)


def _all_of(conditions: list[sql.Composable]) -> sql.Composable:
    return sql.SQL(" and ").join(conditions) if conditions else sql.SQL("true")


def _literal(word: str) -> str:
    """A word that stands for itself in LIKE."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
