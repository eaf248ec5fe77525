"""The message a sender gets for a file: what became of it, and every finding, in Vietnamese and English.

Each line is one line, and nothing in it acts on a terminal, whatever a file, a sheet or a cell is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from machine.files import write_whole
from schemas.catalogue.messages import form_title, message
from schemas.codes import code_list
from schemas.finding import Finding
from schemas.submission import Reading
from schemas.values.bilingual import Both
from schemas.values.visible import in_one_line

if TYPE_CHECKING:  # `khoso check` writes findings as a receipt does, and opens no warehouse
    from warehouse.load import Outcome

_UNCLAIMED = Both(
    "trang tính không thuộc biểu mẫu nào: {sheets}",
    "sheets no form claims: {sheets}",
)
_ANNOTATED = Both(
    "  Bảng tính có đánh dấu các ô cần sửa: {path}",
    "  The workbook with the cells to mend marked in it: {path}",
)

PUBLISHED = Both("Đã công bố bản số liệu mới: {path}", "Published a new snapshot: {path}")
_STATES = {
    "loaded": Both(
        "{file}: đã nạp {accepted} dòng; {non_data} dòng không phải số liệu; {warnings} cảnh báo",
        "{file}: {accepted} rows loaded; {non_data} rows that are no data; {warnings} warnings",
    ),
    "partly": Both(
        "{file}: nạp được một phần: {accepted} dòng đã nạp, {quarantined} dòng bị giữ lại chờ sửa, {non_data} dòng"
        " không phải số liệu; {errors} lỗi, {warnings} cảnh báo",
        "{file}: partly loaded: {accepted} rows loaded, {quarantined} quarantined, {non_data} that are no data;"
        " {errors} errors, {warnings} warnings",
    ),
    "refused": Both(
        "{file}: không nạp được; tệp đã được lưu, xin sửa theo các lỗi dưới đây rồi gửi lại",
        "{file}: refused; the file is kept, please mend what is listed and send it again",
    ),
    "noop": Both(
        "{file}: tệp này đã được nạp và đang là số liệu hiện hành, không có gì thay đổi; {quarantined} dòng vẫn bị"
        " giữ lại, {errors} lỗi",
        "{file}: this file has been loaded and is current, nothing changes; {quarantined} rows are still quarantined,"
        " {errors} errors",
    ),
}
_UNDERSTOOD = {
    "official": Both(
        "→ {form}, {sender}, {period}: {rows} dòng",
        "→ {form}, {sender}, {period}: {rows} rows",
    ),
    "estimate": Both(
        "→ {form}, {sender}, {period}, số ước: {rows} dòng",
        "→ {form}, {sender}, {period}, estimate: {rows} rows",
    ),
}
_WAITING = {
    "quiet": Both(
        "{file}: vừa mới thay đổi, sẽ nạp ở lượt sau",
        "{file}: has just changed, waits for the next drain",
    ),
    "open": Both(
        "{file}: đang được mở, sẽ nạp ở lượt sau",
        "{file}: is open in another program, waits for the next drain",
    ),
    "unreadable": Both(
        "{file}: không đọc được; cấp quyền đọc cho tài khoản chạy Kho số, hoặc kiểm tra ổ đĩa",
        "{file}: cannot be read; give the account that runs Kho số the right to, or look at the disk",
    ),
    "no-room": Both(
        "{file}: không đủ chỗ trống trên đĩa để lưu tệp này; các tệp khác vẫn được nạp. Giải phóng chỗ trống,"
        " lượt sau sẽ nạp",
        "{file}: there is no room on the disk to keep it; the other files go on. Make room, the next drain loads it",
    ),
    "incomplete": Both(
        "{file}: đang được sao chép dở",
        "{file}: is still being copied",
    ),
    "gone": Both(
        "{file}: không còn ở đó",
        "{file}: is there no more",
    ),
    "link": Both(
        "{file}: là liên kết (link), không được nạp; chép chính tệp đó vào hộp thư đến",
        "{file}: is a link, which is never followed; put the file itself into the inbox",
    ),
    "folder": Both(
        "{file}: là thư mục mang tên của một bảng tính, không phải tệp; nếu là bảng tính đã giải nén, gửi lại tệp gốc",
        "{file}: is a folder with the name of a workbook, not a file; if it was unpacked, send the workbook itself",
    ),
    "hidden": Both(
        "{file}: tên tệp hoặc thư mục bắt đầu bằng dấu chấm nên không được nạp; đổi tên",
        "{file}: a name that begins with a dot is never taken; give the file or its folder another",
    ),
    "special": Both(
        "{file}: không phải là tệp thường (đường ống, ổ cắm hoặc thiết bị), không được nạp; xóa đi",
        "{file}: is no regular file (a pipe, a socket or a device), which is never taken; remove it",
    ),
    "not-removed": Both(
        "{file}: đã nạp nhưng không xóa được khỏi hộp thư đến; cấp quyền ghi vào thư mục này cho tài khoản chạy Kho số",
        "{file}: is loaded, but cannot be removed from the inbox; give the account that runs Kho số the right to write"
        " to that folder",
    ),
}

_LANGUAGES = ("vi", "en")


def write_receipt(outbox: Path, outcome: Outcome, reading: Reading | None) -> Path:
    """Write `outbox`/receipts/<seq>-<file>.txt; a later run of the same arrival writes the same file."""
    path = receipt_path(outbox, outcome)
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = ["\n".join(receipt_lines(outcome, reading, lang)) for lang in _LANGUAGES]
    write_whole(path, "\n\n".join(parts) + "\n")
    return path


def add_to_receipt(
    outbox: Path, outcome: Outcome, findings: Sequence[Finding] = (), annotated: Path | None = None
) -> None:
    """Add to the receipt of an arrival what came after it was written.

    `findings`: against its past and other submissions, counted in `outcome`. `annotated`: the sender's workbook with
    its findings marked. A receipt that is there no more is left so.
    """
    path = receipt_path(outbox, outcome)
    if not path.exists():
        return
    parts = path.read_text(encoding="utf-8", errors="replace").rstrip("\n").split("\n\n")
    if len(parts) != len(_LANGUAGES):  # somebody has written in it: it is his
        return
    for lang, part in zip(_LANGUAGES, parts, strict=True):
        lines = [outcome_line(outcome, lang), *part.split("\n")[1:]]
        if annotated:
            marked = in_one_line(_ANNOTATED.filled(path=f"{annotated.parent.name}/{annotated.name}").said(lang))
            lines[1:1] = [] if marked in lines else [marked]
        lines += [line for line in map(partial(finding_line, lang=lang), findings) if line not in lines]
        parts[_LANGUAGES.index(lang)] = "\n".join(lines)
    write_whole(path, "\n\n".join(parts) + "\n")


def receipt_path(outbox: Path, outcome: Outcome) -> Path:
    """Where the receipt of an arrival is."""
    return outbox / "receipts" / f"{for_arrival(outcome, outcome.file)}.txt"


def for_arrival(outcome: Outcome, name: str) -> str:
    """A file name of its own for what an arrival is answered with."""
    safe = name.replace("/", "_").replace("\\", "_").encode()[-150:].decode(errors="ignore")
    return f"{outcome.seq:06d}-{safe}"


def receipt_lines(outcome: Outcome, reading: Reading | None, lang: str) -> list[str]:
    """The receipt in one language: what became of the file, a line a submission, a line a finding."""
    found = [*understood_lines(reading, lang), *finding_lines(reading, lang)] if reading else []
    return [outcome_line(outcome, lang), *found]


def understood_lines(reading: Reading, lang: str) -> list[str]:
    """A line a submission: as what, from whom and for when its rows were understood."""
    lines = []
    for submission in reading.submissions:
        key = submission.key
        sender = code_list("agency").label(key.sender, lang, key.period.end)
        said = {"form": form_title(key.form), "sender": sender, "period": key.period.label}
        told = _UNDERSTOOD[key.revision].filled(rows=submission.accepted.num_rows, **said)
        lines.append(f"  {told.said(lang)}")
    return lines


def finding_lines(reading: Reading, lang: str, most: int | None = None) -> list[str]:
    """A line a finding, errors marked; sheets that are no form's are told of in one line together.

    `most`: findings told at most, of which there may be very many.
    """
    told: list[Finding] = []
    others: list[str] = []
    for finding in reading.all_findings:
        is_unclaimed = finding.rule in ("SHEET-UNCLAIMED", "SHEET-NO-TABLE")
        if is_unclaimed and (others or finding.severity == "warning"):
            others.append(finding.sheet)
        else:
            others += [finding.sheet] * is_unclaimed
            told.append(finding)
    lines = [finding_line(finding, lang) for finding in told[:most]]
    if others:
        lines.append(in_one_line("  " + _UNCLAIMED.filled(sheets=", ".join(dict.fromkeys(others))).said(lang)))
    return lines


def finding_line(finding: Finding, lang: str) -> str:
    """A finding's whole message in one line, errors marked."""
    return in_one_line(f"  {'✗' if finding.severity == 'error' else '!'} {message(finding, lang)}")


def outcome_line(outcome: Outcome, lang: str) -> str:
    """What became of an arrival, in one line."""
    return in_one_line(_STATES[outcome.state].filled(**vars(outcome)).said(lang))


def waiting_line(file: str, reason: str, lang: str) -> str:
    """Why a file of the inbox is left for the next drain, in one line."""
    return in_one_line(_WAITING[reason].filled(file=file).said(lang))
