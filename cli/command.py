"""The command `khoso`. Nothing heavy is imported before the verb that needs it runs."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from cli.found import parser_of, verb
from cli.paths import IS_FOLDER, NO_FILE
from cli.spoken import speaking
from cli.terminal import shown
from cli.top import Top
from machine.settings import language, settings
from schemas.values.bilingual import LANGUAGES, Both
from schemas.values.trouble import Exit, Trouble

_NO_FOLDER = Both("{file} không phải là thư mục; cần một thư mục.", "{file} is no folder; a folder is needed.")
_FORBIDDEN = Both("Không có quyền đọc hoặc ghi {file}.", "{file} may not be read or written.")
_FULL = Both(
    "Hết chỗ trên đĩa{where}. Giải phóng chỗ trống rồi chạy lại; không mất dữ liệu.",
    "The disk is full{where}. Make room and run again; nothing is lost.",
)
_CANNOT = Both("Không chạy được: {reason}", "Cannot run: {reason}")


def main(argv: list[str] | None = None) -> int:
    """Run one verb; the exit code says what became of it."""
    words = sys.argv[1:] if argv is None else argv
    with shown():
        return _answered(words, _language(words))


def _answered(words: Sequence[str], lang: str) -> int:
    try:
        code = _run(list(words), lang)
        sys.stdout.flush()
        return code
    except Trouble as trouble:
        return _told(trouble.told, lang, trouble.exit_code)
    except BrokenPipeError:
        # the reader of a pipe has gone; Python would complain once more when it flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except OSError as error:
        return _told(_environment(error), lang, Exit.ENVIRONMENT)
    except KeyboardInterrupt:
        return Exit.ENVIRONMENT


def _run(words: list[str], lang: str) -> int:
    with speaking(lang):
        top = Top(lang)
        if not words:
            sys.stderr.write(top.format_help())
            return Exit.USAGE
        name, rest, before = top.split(words)
        args = parser_of(name, lang).understood(rest, before)
    return int(verb(name).run(args, settings(lang=args.lang or "")))


def _language(words: Sequence[str]) -> str:
    """The language asked for anywhere on the command line, else that of the environment."""
    for i, word in enumerate(words):
        option, _, asked = word.partition("=")
        if option == "--lang":
            asked = asked or "".join(words[i + 1 : i + 2])
            return asked if asked in LANGUAGES else language()
    return language()


def _told(told: Both, lang: str, code: Exit) -> int:
    sys.stderr.write(told.said(lang) + "\n")  # the usage may stand before it, in lines of its own
    return code


def _environment(error: OSError) -> Both:
    """What is wrong with the machine, as people say it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _FULL.filled(where=f" ({error.filename})" if error.filename else "")
    said = {
        FileNotFoundError: NO_FILE,
        IsADirectoryError: IS_FOLDER,
        NotADirectoryError: _NO_FOLDER,
        PermissionError: _FORBIDDEN,
    }.get(type(error))
    if said and error.filename:
        return said.filled(file=error.filename)
    return _CANNOT.filled(reason=f"{error.filename}: {error.strerror}" if error.filename else error)
