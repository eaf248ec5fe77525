"""Conditions of a contract as SQL: the expressions of schemas.validation.evaluate over the rows of one form."""

from __future__ import annotations

import ast

from warehouse.names import literal, quoted

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Eq: "=", ast.NotEq: "<>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "IN",
    ast.NotIn: "NOT IN", ast.And: "AND", ast.Or: "OR", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.Not: "NOT", ast.USub: "-",
}  # fmt: skip


def condition(expression: str, row: str) -> str:
    """An expression as a SQL condition over the columns of `row`, a table that has period_start and period_end too.

    "" is true. Raises ValueError for what has no SQL here: check digits, printed shares.
    """
    return _sql(ast.parse(expression, mode="eval").body, row) if expression else "true"


def _sql(node: ast.AST, row: str) -> str:
    match node:
        case ast.BoolOp(op, values):
            return "(" + f" {_OPERATORS[type(op)]} ".join(_sql(value, row) for value in values) + ")"
        case ast.Compare(left, operators, rights):
            sides = [_sql(side, row) for side in (left, *rights)]
            steps = zip(sides, operators, sides[1:], strict=False)
            return "(" + " AND ".join(f"{a} {_OPERATORS[type(op)]} {b}" for a, op, b in steps) + ")"
        case ast.UnaryOp(op, operand) if type(op) in _OPERATORS:
            return f"({_OPERATORS[type(op)]} {_sql(operand, row)})"
        case ast.BinOp(left, op, right):
            return f"({_sql(left, row)} {_OPERATORS[type(op)]} {_sql(right, row)})"
        case ast.Tuple(elements):
            return "(" + ", ".join(_sql(element, row) for element in elements) + ")"
    return _named(node, row)


def _named(node: ast.AST, row: str) -> str:
    """A field, a constant, or a function of them."""
    match node:
        case ast.Name(name):
            return f"{row}.{quoted(name)}"
        case ast.Constant(str(text)):
            return literal(text)
        case ast.Constant(int() | float() as number):
            return str(number)
        case ast.Call(ast.Name("present"), [ast.Name(name)]):
            return f"({row}.{quoted(name)} IS NOT NULL)"
        case ast.Call(ast.Name("period_start" | "period_end" as name), []):
            return f"{row}.{name}"
    raise ValueError(f"no SQL for {ast.unparse(node)!r}")
