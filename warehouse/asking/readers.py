"""Which statements only read, as DuckDB's own parser and lexer see them."""

from __future__ import annotations

import re
from itertools import pairwise

import duckdb

#: Table functions that read nothing but the open database. Any other one reads files, runs SQL
#: kept in a text, takes addresses of memory or changes how the process works (`enable_logging` writes files).
_TABLE_FUNCTIONS = {
    "duckdb_columns", "duckdb_constraints", "duckdb_databases", "duckdb_dependencies", "duckdb_functions",
    "duckdb_indexes", "duckdb_keywords", "duckdb_memory", "duckdb_optimizers", "duckdb_schemas", "duckdb_sequences",
    "duckdb_settings", "duckdb_tables", "duckdb_types", "duckdb_variables", "duckdb_views", "generate_series",
    "icu_calendar_names", "json_each", "json_tree", "pg_timezone_names", "pragma_collations", "pragma_database_size",
    "pragma_metadata_info", "pragma_platform", "pragma_show", "pragma_storage_info", "pragma_table_info",
    "pragma_user_agent", "pragma_version", "range", "repeat", "repeat_row", "summary", "test_all_types",
    "test_vector_types", "unnest",
}  # fmt: skip
_WRITING_FUNCTIONS = {"nextval", "write_log"}
_EXPLAIN_OPTIONS = {
    "(", ")", ",", "ANALYZE", "ANALYSE", "VERBOSE", "FORMAT", "TEXT", "JSON", "HTML", "GRAPHVIZ", "MERMAID", "YAML",
    "QUERY_TREE", "TRUE", "FALSE", "ON", "OFF",
}  # fmt: skip
#: What a PIVOT over values that are not listed becomes: an ENUM of the values in the temporary schema, then a SELECT.
_PIVOT = re.compile(r"(CREATE )+SELECT |TRANSACTION (CREATE )+EXPLAIN TRANSACTION ")

#: A token's word, without the comment or blank that follows it. A blank that is not ASCII belongs to the word.
_WORD = re.compile(r"[^\s/-]+|.", re.ASCII)

_Statements = list[duckdb.Statement]


class NotAReader(Exception):
    """A text is not one statement that reads. `what`: empty, several, statement or function; `name`: which."""

    def __init__(self, what: str, name: str = "") -> None:
        super().__init__(what, name)
        self.what = what
        self.name = name


def reader(con: duckdb.DuckDBPyConnection, sql: str) -> _Statements:
    """The one statement of `sql`, proved to read only: itself, or the two to four that DuckDB makes of a PIVOT.

    Raises NotAReader, or duckdb.Error where the text is no SQL.
    """
    statements = _one_reader(con, sql)
    texts = {sql, *(statement.query for statement in statements)}  # a PRAGMA's query is what it stands for
    called = set().union(*map(_called, texts))
    if called - _TABLE_FUNCTIONS:
        own = con.execute("SELECT function_name FROM duckdb_functions() WHERE function_type = 'table'").fetchall()
        outside = {name.lower() for (name,) in own} - _TABLE_FUNCTIONS
        if found := called & (outside | _WRITING_FUNCTIONS):
            raise NotAReader("function", min(found))
    return statements


def _one_reader(con: duckdb.DuckDBPyConnection, sql: str) -> _Statements:
    statements = con.extract_statements(sql)
    if not statements:
        raise NotAReader("empty")
    words = [_word(token) for _, token in _tokens(sql)]
    written = [statement for statement in statements if statement.query.strip()]
    # beyond a NUL the parser does not look
    if len(written) > 1 or "\0" in sql or any(word == ";" != after for word, after in pairwise(words)):
        raise NotAReader("several")
    kinds = "".join(f"{statement.type.name} " for statement in statements)
    if not (_PIVOT.fullmatch(kinds) and not written) and kinds not in ("SELECT ", "EXPLAIN "):
        # the word it begins with says more than its kind: INSTALL is a LOAD, USE a SET
        raise NotAReader("statement", kinds.split()[0] if words[0] == "WITH" else words[0])
    if "EXPLAIN " in kinds:
        _one_reader(con, _explained(con, sql))
    return statements


def _explained(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The statement after EXPLAIN and its options: the first rest of the text, past options alone, that is SQL."""
    (_, first), *rest = _tokens(sql)
    for offset, token in rest if _word(first) == "EXPLAIN" else ():
        inner = sql.encode()[offset:].decode()
        try:
            con.extract_statements(inner)
        except duckdb.Error:
            if _word(token) not in _EXPLAIN_OPTIONS:
                break
        else:
            return inner
    raise NotAReader("statement", "EXPLAIN")


def _called(sql: str) -> set[str]:
    """Names before a parenthesis. To the parser some of what the lexer takes for letters is a blank (NBSP), so every
    ASCII word of the token before is one.
    """
    tokens = [token.lower() for _, token in _tokens(sql)]
    return {name for token, after in pairwise(tokens) if after[0] == "(" for name in re.findall("[a-z0-9_]+", token)}


def _tokens(sql: str) -> list[tuple[int, str]]:
    """Where each token begins, in bytes, and the text from there to the next: the token, blanks, comments."""
    text = sql.encode()
    begins = [offset for offset, _ in duckdb.tokenize(sql)]
    return [(begin, text[begin:end].decode(errors="replace")) for begin, end in pairwise([*begins, len(text)])]


def _word(token: str) -> str:
    return _WORD.match(token)[0].upper()  # type: ignore[index]  # a token is at least one character
