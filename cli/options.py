"""Options that several verbs share; no heavy import, they are built for every call."""

from __future__ import annotations

import argparse


def add_options(parser: argparse.ArgumentParser, pick: int) -> None:
    """The options that say what a file does not."""
    parser.add_argument("--sender", default="", help=("cơ quan gửi", "who sent it")[pick])
    parser.add_argument("--unit", default="", help=("địa bàn của số liệu", "the unit it reports on")[pick])
    parser.add_argument("--period", default="", help=("kỳ báo cáo, ví dụ 5/2023", "period, such as 2023-05")[pick])
    parser.add_argument(
        "--estimate", action="store_true", help=("số liệu ước thực hiện", "the figures are estimates")[pick]
    )
