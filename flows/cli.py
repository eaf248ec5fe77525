"""The command `khoso`. Nothing heavy is imported before the verb that needs it runs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from flows.settings import SettingError, Settings, settings
from flows.words import say

DONE, FINDINGS, USAGE, ENVIRONMENT, BUSY = range(5)

VERBS = (
    "inspect", "check", "ingest", "status", "sql", "trace", "rebuild", "new-form", "doctor", "serve", "demo",
)  # fmt: skip
_ABOUT = (
    "Kho số: từ bảng tính của các cơ quan đến kho dữ liệu hỏi được bằng SQL.",
    "Kho số: from the offices' spreadsheets to a warehouse that answers in SQL.",
)
_EXITS = (
    "Mã thoát: 0 xong; 1 có lỗi trong số liệu; 2 sai cách gọi hoặc biểu mẫu; 3 môi trường; 4 kho đang bận.",
    "Exit codes: 0 done; 1 findings of error severity; 2 usage or contract; 3 environment; 4 busy.",
)


def main(argv: list[str] | None = None) -> int:
    """Run one verb; the exit code says what became of it."""
    words = sys.argv[1:] if argv is None else argv
    try:
        lang = settings(lang=_asked_language(words)).lang
        args = parser(lang).parse_args(words)
        code = _run(args, settings(lang=args.lang or ""))
        sys.stdout.flush()
        return code
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    except BrokenPipeError:
        # the reader of a pipe has gone; Python would complain once more when it flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return ENVIRONMENT


def parser(lang: str) -> argparse.ArgumentParser:
    """The command line in one language."""
    pick = 0 if lang == "vi" else 1
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--lang", choices=("vi", "en"), help=("ngôn ngữ", "language")[pick])
    every.add_argument("--json", action="store_true", help=("kết quả dạng JSON", "the result as JSON")[pick])
    top = argparse.ArgumentParser(prog="khoso", description=_ABOUT[pick], epilog=_EXITS[pick])
    subparsers = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        module = _module(verb)
        text = module.HELP[pick]
        module.arguments(subparsers.add_parser(verb, help=text, description=text, parents=[every]), pick)
    return top


def _module(verb: str):  # type: ignore[no-untyped-def]
    return importlib.import_module(f"flows.verbs.{verb.replace('-', '_')}")


def _asked_language(words: list[str]) -> str:
    for i, word in enumerate(words):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and i + 1 < len(words):
            return words[i + 1]
    return ""


def _run(args: argparse.Namespace, chosen: Settings) -> int:
    """Run the verb; what it cannot mend becomes a message and an exit code."""
    try:
        return int(_module(args.verb).run(args, chosen))
    except OSError as error:
        sys.stderr.write(
            say("environment", chosen.lang, reason=f"{error.strerror or error}: {error.filename or ''}") + "\n"
        )
        return ENVIRONMENT
    except _failures() as failure:
        text, code = _failure(failure, chosen)
        sys.stderr.write(text + "\n")
        return code


def _failures() -> tuple[type[Exception], ...]:
    """The exceptions with a remedy; only those of modules the verb has imported can have been raised."""
    named = {
        "warehouse.connect": ("Busy", "NoSnapshot"),
        "warehouse.publish": ("DiskFull",),
        "warehouse.tables": ("ContractChanged",),
        "warehouse.trace": ("NotFound",),
        "warehouse.ask": ("QueryError",),
        "schemas.form": ("ContractError",),
        "flows.serve": ("ServerFailed",),
        "flows.given": ("NotUnderstood",),
        "duckdb": ("FatalException", "IOException"),
    }
    return tuple(
        getattr(sys.modules[module], name) for module, names in named.items() if module in sys.modules for name in names
    )


def _failure(failure: Exception, chosen: Settings) -> tuple[str, int]:
    lang, kind = chosen.lang, type(failure).__name__
    say_it = {
        "Busy": (lambda: say("busy", lang, holder=failure), BUSY),
        "NoSnapshot": (lambda: say("no-snapshot", lang, inbox=chosen.home.inbox), ENVIRONMENT),
        "DiskFull": (lambda: say("disk-full", lang, **vars(failure)), ENVIRONMENT),
        "ContractChanged": (lambda: say("contract-changed", lang, **vars(failure)), USAGE),
        "NotFound": (lambda: say("not-found", lang, reason=failure), USAGE),
        "QueryError": (lambda: say("query-error", lang, reason=failure), USAGE),
        "QueryTimeout": (lambda: say("query-timeout", lang, reason=failure), USAGE),
        "ContractError": (lambda: str(failure), USAGE),
        "NotUnderstood": (lambda: say(str(failure.args[0]), lang, text=failure.args[1]), USAGE),
    }
    text, code = say_it.get(kind, (lambda: say("environment", lang, reason=failure), ENVIRONMENT))
    return text(), code
