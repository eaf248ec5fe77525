"""The command `khoso`. Nothing heavy is imported before the verb that needs it runs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from machine.settings import SettingError, Settings, settings
from pages.documents.words import say

DONE, FINDINGS, USAGE, ENVIRONMENT, BUSY = range(5)

VERBS = (
    "inspect", "check", "annotate", "ingest", "status", "remind", "quarantine", "diff", "sql", "trace", "report",
    "site", "rebuild",
    "dictionary", "rules", "template", "sample", "new-form", "contract", "doctor", "serve", "credential", "demo",
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
        args = parser(lang, words).parse_args(words)
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


def parser(lang: str, words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The command line in one language; where `words` begin with a verb only that one is made ready."""
    pick = 0 if lang == "vi" else 1
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--lang", choices=("vi", "en"), help=("ngôn ngữ", "language")[pick])
    every.add_argument("--json", action="store_true", help=("kết quả dạng JSON", "the result as JSON")[pick])
    top = argparse.ArgumentParser(prog="khoso", description=_ABOUT[pick], epilog=_EXITS[pick])
    subparsers = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    asked = words[0] if words and words[0] in VERBS else ""
    for verb in VERBS:
        if asked and verb != asked:
            subparsers.add_parser(verb)
            continue
        module = _module(verb)
        text = module.HELP[pick]
        module.arguments(subparsers.add_parser(verb, help=text, description=text, parents=[every]), pick)
    return top


def _module(verb: str):  # type: ignore[no-untyped-def]
    return importlib.import_module(f"cli.verbs.{verb.replace('-', '_')}")


def _asked_language(words: list[str]) -> str:
    for i, word in enumerate(words):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and i + 1 < len(words):
            return words[i + 1]
    return ""


#: Exception -> (module that defines it, message, exit code). A verb can only raise what it has imported.
_REMEDIES = {
    "Busy": ("warehouse.connect", "busy", BUSY),
    "NoSnapshot": ("warehouse.connect", "no-snapshot", ENVIRONMENT),
    "DiskFull": ("warehouse.publish", "disk-full", ENVIRONMENT),
    "ContractChanged": ("warehouse.tables", "contract-changed", USAGE),
    "ContractError": ("schemas.contract_error", "contract-error", USAGE),
    "NoSuchForm": ("schemas.registry", "no-such-form", USAGE),
    "NotASite": ("pages.parts.manifest", "not-a-site", USAGE),
    "NotFound": ("warehouse.trace", "", USAGE),  # says itself what is not there
    "Superseded": ("warehouse.quarantine", "superseded", USAGE),
    "NotCorrections": ("spreadsheets.write.corrections", "not-corrections", USAGE),
    "NotUnderstood": ("cli.given", "not-understood", USAGE),
    "TooFew": ("cli.given", "too-few", USAGE),
    "QueryTimeout": ("warehouse.ask", "query-timeout", USAGE),
    "QueryTooLarge": ("warehouse.ask", "query-too-large", USAGE),
    "QueryRefused": ("warehouse.ask", "", USAGE),  # says itself what is refused
    "QueryError": ("warehouse.ask", "query-error", USAGE),
    "ServerFailed": ("flows.control", "environment", ENVIRONMENT),
    "PortUnusable": ("flows.control", "port-unusable", ENVIRONMENT),
    "NoCredential": ("flows.control", "no-credential", USAGE),
    "FatalException": ("duckdb", "environment", ENVIRONMENT),
    "BinderException": ("duckdb", "snapshot-old", ENVIRONMENT),
    "CatalogException": ("duckdb", "snapshot-old", ENVIRONMENT),
    "IOException": ("duckdb", "environment", ENVIRONMENT),
}


def _run(args: argparse.Namespace, chosen: Settings) -> int:
    """Run the verb; what it cannot mend becomes a message and an exit code."""
    try:
        return int(_module(args.verb).run(args, chosen))
    except BrokenPipeError:
        raise
    except FileNotFoundError as error:
        sys.stderr.write(say("no-file", chosen.lang, file=error.filename) + "\n")
        return ENVIRONMENT
    except IsADirectoryError as error:
        sys.stderr.write(say("is-folder", chosen.lang, folder=error.filename) + "\n")
        return ENVIRONMENT
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        sys.stderr.write(say("environment", chosen.lang, reason=reason) + "\n")
        return ENVIRONMENT
    except _failures() as failure:
        _, message, code = _REMEDIES[type(failure).__name__]
        values = {"reason": failure, "inbox": chosen.home.inbox} | vars(failure) | getattr(failure, "details", {})
        sys.stderr.write(say(message or getattr(failure, "what", ""), chosen.lang, **values) + "\n")
        return code


def _failures() -> tuple[type[Exception], ...]:
    """The exceptions that have a remedy and can have been raised."""
    return tuple(
        getattr(sys.modules[module], name) for name, (module, _, _) in _REMEDIES.items() if module in sys.modules
    )
