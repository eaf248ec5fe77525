"""A sender's file annotated, whatever its format."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from machine.files import whole_file
from schemas.finding import Finding
from schemas.persons.mask import masked_titles
from spreadsheets.annotate.converted import TooLarge, convert
from spreadsheets.annotate.package import annotate_package
from spreadsheets.formats.parts.sniff import Refusal, sniff
from spreadsheets.read.workbook import Workbook

#: What sets the file we give back apart from the one that was sent.
_ENDING = "-kiem-tra"
_OWN_PACKAGE = ("xlsx", "xlsm")


class NotAnnotated(Exception):
    """A file that cannot be given back with its findings; the text says why."""


def annotated_name(workbook: Workbook) -> str:
    """The name of the annotated file: the sender's own, ending as what it is; that of an annotated one stays."""
    stem = Path(workbook.name).stem.removesuffix(_ENDING)
    return f"{stem}{_ENDING}.{workbook.format if workbook.format in _OWN_PACKAGE else 'xlsx'}"


def annotate(workbook: Workbook, findings: Sequence[Finding], target: Path) -> None:
    """Write the file a workbook was read from to `target`, with every finding at its cell and a list before all sheets.

    An xlsx or xlsm keeps its package; a file of another format becomes an xlsx. It holds what was sent, in clear: it is
    its owner's alone. Raises NotAnnotated for a file that
    was refused, holds no sheet, or is too large or too odd to be changed; OSError where `target` cannot be written.
    """
    if workbook.refused or not workbook.sheets:
        raise NotAnnotated("no sheet was read")
    with (
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".khoso-") as folder,
        whole_file(target, mode=0o600) as new,
    ):
        try:
            _annotate(workbook, findings, Path(folder), new)
        except Refusal as refusal:
            raise NotAnnotated(refusal.code) from refusal
        except TooLarge as error:
            raise NotAnnotated("more rows or columns than an xlsx holds") from error
        except ValueError as error:
            raise NotAnnotated(str(error)) from error


def _annotate(workbook: Workbook, findings: Sequence[Finding], spool: Path, new: Path) -> None:
    own = {shown: name for name, shown in masked_titles(grid.name for grid in workbook.sheets).items()}
    findings = [replace(finding, sheet=own.get(finding.sheet, finding.sheet)) for finding in findings]
    if workbook.format in _OWN_PACKAGE:
        annotate_package(_plain(workbook.path, spool), new, workbook.sheets, findings)
        return
    between = spool / "converted"
    names = convert(workbook.sheets, between)
    sheets = [replace(grid, name=names[grid.name]) for grid in workbook.sheets]
    renamed = [replace(finding, sheet=names.get(finding.sheet, finding.sheet)) for finding in findings]
    annotate_package(between, new, sheets, renamed)


def _plain(path: Path, spool: Path) -> Path:
    """The file, or what is inside one that Excel has encrypted without being asked."""
    try:
        sniff(path)
    except Refusal:
        from spreadsheets.formats.parts.encrypted import decrypted

        return decrypted(path, spool)
    return path
