"""Letters to those who owe: one Vietnamese text per body and day, in the outbox. Plain functions, no Prefect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from machine.files import write_whole
from machine.rights import for_owner_alone
from machine.settings import Settings
from pages.documents.register import OwedReport, RegisterQuery, entries
from schemas.codes import code_list
from schemas.values.visible import in_one_line
from warehouse.connect import Connection, NoSnapshot, snapshot

#: States of which a letter speaks before the due day too: something came back to its sender.
_CAME_BACK = ("refused", "empty", "partly loaded")
#: Reasons told of one report, periods told of one form; the receipt and `khoso status` have the others.
_MOST_REASONS, _MOST_PERIODS = 3, 12
_HOW_TO_SEND = (
    "Cách gửi: điền vào biểu mẫu đã được cấp (hoặc bảng tính có đủ tiêu đề của biểu mẫu), ghi rõ tên cơ quan và kỳ báo"
    " cáo ở đầu bảng, rồi gửi tệp bảng tính về cơ quan quản lý kho dữ liệu theo đường đã thống nhất. Tệp sửa lại gửi"
    " sau được dùng thay tệp gửi trước."
)


@dataclass(frozen=True)
class Reminder:
    """What one body is reminded of: `owed` in the order of forms and periods, the letter as `text`."""

    body: str
    owed: tuple[OwedReport, ...]
    text: str

    @property
    def name(self) -> str:
        """The name of the body."""
        return code_list("agency").label(self.body)


@dataclass(frozen=True)
class Reminded:
    """The letters of a day and the folder they are in, one file <agency code>.txt each."""

    folder: Path
    reminders: tuple[Reminder, ...]


@for_owner_alone()
def remind(settings: Settings, on: date) -> Reminded:
    """Write a letter to every body that owes a report on a day, as the published snapshot has it.

    Done again on the same day, the folder holds the letters of the newest snapshot and no other. No letter is written
    before anything is published, nor to a body for which nobody answers any more.
    """
    folder = settings.home.outbox / "reminders" / on.isoformat()
    try:
        with snapshot(settings.home.snapshot) as con:
            letters = tuple(reminders(con, on, settings.owed_since))
    except NoSnapshot:
        letters = ()
    _write(folder, letters)
    return Reminded(folder, letters)


def reminders(con: Connection, on: date, since: date | None = None) -> Iterator[Reminder]:
    """A letter for every body with something overdue, or something that came back to it, by agency code."""
    owed: dict[str, list[OwedReport]] = {}
    for each in entries(con, RegisterQuery(on, since=since)):
        if each.answering_code and (each.is_outstanding or each.state in _CAME_BACK):
            owed.setdefault(each.answering_code, []).append(each)
    for body, theirs in sorted(owed.items()):
        theirs.sort(key=lambda each: (each.sector, each.form, each.period_end, each.sender_code))
        yield Reminder(
            body, tuple(theirs), "".join(f"{in_one_line(line)}\n" for line in _letter(con, body, theirs, on))
        )


def digest(reminded: Reminded, on: date) -> tuple[str, str]:
    """Subject and text of one message about the letters of a day: whom they are for and how much each owes."""
    n_reports = sum(len(each.owed) for each in reminded.reminders)
    subject = f"Nhắc nộp báo cáo ngày {on:%d/%m/%Y}: {len(reminded.reminders)} cơ quan, {n_reports} báo cáo"
    lines = []
    for each in reminded.reminders:
        longest = max(entry.days_late for entry in each.owed)
        late = f", quá hạn lâu nhất {longest} ngày" if longest else ""
        lines.append(f"- {each.name}: {len(each.owed)} báo cáo{late}")
    return subject, "\n".join([*lines, f"Văn bản nhắc: {reminded.folder}"])


def _write(folder: Path, letters: Iterable[Reminder]) -> None:
    """Put the letters in place of the folder's; killed before the end, a later run does the same again."""
    folder.mkdir(parents=True, exist_ok=True)
    names = set()
    for letter in letters:
        names.add(f"{letter.body}.txt")
        write_whole(folder / f"{letter.body}.txt", letter.text)
    for path in folder.glob("*.txt"):
        if path.name not in names:
            path.unlink()


def _letter(con: Connection, body: str, owed: list[OwedReport], on: date) -> Iterator[str]:
    yield f"Kính gửi: {code_list('agency').label(body, on=on)}"
    yield ""
    yield (
        f"Theo chế độ báo cáo, tính đến hết ngày {on:%d/%m/%Y}, còn {len(owed)} báo cáo của quý cơ quan, đơn vị chưa"
        " được tiếp nhận đầy đủ, cụ thể như sau:"
    )
    for number, form in enumerate(dict.fromkeys(each.form for each in owed), 1):
        theirs = [each for each in owed if each.form == form]
        yield ""
        yield f"{number}. {theirs[0].form_name_vi}"
        if len(theirs) > _MOST_PERIODS:
            first = theirs[-_MOST_PERIODS].period.label.vi
            yield f"   - {len(theirs) - _MOST_PERIODS} báo cáo của các kỳ trước {first}."
        for each in theirs[-_MOST_PERIODS:]:
            yield from _about(con, body, each, on)
    yield ""
    yield _HOW_TO_SEND
    yield ""
    yield "Trường hợp đã gửi sau thời điểm nêu trên, xin bỏ qua thông báo này."
    yield "Trân trọng đề nghị quý cơ quan, đơn vị phối hợp thực hiện."


def _about(con: Connection, body: str, each: OwedReport, on: date) -> Iterator[str]:
    """One report: whose where it is a predecessor's, when it was due, what became of what came."""
    whose = f" (của {each.sender_name_vi})" if each.sender_code != body else ""
    late = f", quá hạn {each.days_late} ngày" if each.is_outstanding else ""
    due = f"hạn gửi {each.due_date:%d/%m/%Y}{late}" if each.due_date else "không đặt hạn gửi"
    said = {
        "missing": "chưa nhận được báo cáo",
        "received": "đã nhận tệp nhưng chưa phải báo cáo phải nộp, vì số liệu thuộc địa bàn hoặc cơ quan khác",
        "empty": "tệp đã nhận chưa có dòng số liệu nào",
        "refused": "tệp đã nhận chưa nạp được",
        "partly loaded": "đã nạp một phần, còn dòng hoặc bảng phải sửa",
    }[each.state]
    reasons = _reasons(con, each) if each.state in _CAME_BACK else []
    yield f"   - Kỳ {each.period.label.vi}{whose}: {due}; {said}{':' if reasons else '.'}"
    yield from (f"       + {reason}" for reason in reasons[:_MOST_REASONS])
    if len(reasons) > _MOST_REASONS:
        yield f"       + và {len(reasons) - _MOST_REASONS} lỗi khác, xem phiếu tiếp nhận số {each.seq:06d}."


def _reasons(con: Connection, each: OwedReport) -> list[str]:
    """Why the newest submission of a report was not loaded, or not whole."""
    rows = con.execute(
        "SELECT finding.message_vi FROM audit.finding AS finding"
        " LEFT JOIN audit.load AS load ON load.load_id = finding.load_id"
        " WHERE finding.seq = ? AND finding.severity = 'error' AND finding.form IN ('', ?)"
        " AND (load.load_id IS NULL OR (load.period_end = ? AND load.scope_code = ?)) ORDER BY finding.finding_no",
        [each.seq, each.form, each.period_end, each.unit_code],
    ).fetchall()
    return [message for (message,) in rows]
