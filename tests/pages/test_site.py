"""The quality pages: right figures, right cells, nothing personal, every link there, and only what changed rebuilt."""

from __future__ import annotations

import json
import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from khoso import khoso
from province_site import FAULTY, FORMS, ON, Read, Site

from flows.ingest import ingest_files
from flows.quality_pages import build_pages, keep_up_to_date
from machine.settings import SettingError, settings
from pages.parts import words
from pages.parts.chart import trend
from pages.parts.manifest import Item, NotASite, write_site
from pages.quality import submission
from pages.quality.read_facts import rows
from pages.quality.window import Window
from province.ground.course import month_index
from province.sample.world import World
from province.write import owed
from schemas.registry import forms
from schemas.submission import Given
from schemas.values.bilingual import number, percent
from schemas.values.period_text import parse_period
from warehouse.connect import snapshot

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def faulty(site: Site) -> str:
    """The page of the sample with two wrong rows."""
    with snapshot(site.chosen.home.snapshot) as con:
        (load,) = con.execute("SELECT load_id FROM audit.load WHERE file_name = ?", [FAULTY.name]).fetchall()[0]
    return f"submission/{load}.html"


def test_key_figures_are_those_of_the_register(site: Site) -> None:
    with snapshot(site.chosen.home.snapshot) as con:
        expected = con.execute(
            "SELECT count(*), count(received_on), count(*) FILTER (received_on <= due_date),"
            " count(*) FILTER (state IN ('complete', 'late')), count(*) FILTER (received_on IS NULL)"
            " FROM mart.submission_register(?) WHERE is_due"
            " AND strftime(period_end, '%Y-%m') BETWEEN '2023-03' AND '2023-06'",
            [ON],
        ).fetchall()[0]
        held, errors = con.execute(
            "SELECT (SELECT count(*) FROM audit.quarantine),"
            " (SELECT count(*) FROM audit.finding WHERE severity = 'error')"
        ).fetchall()[0]
    due, received, in_time, whole, outstanding = expected
    assert 0 < in_time < received < due
    text = Read(site.page("index.html")).text
    for label, shown in [
        ("báo cáo đến hạn", f"{due}"),
        ("đã nhận", f"{percent(received, due).vi} {received}"),
        ("đúng hạn", f"{percent(in_time, due).vi} {in_time}"),
        ("đủ mọi dòng", f"{percent(whole, due).vi} {whole}"),
        ("chưa gửi", f"{outstanding}"),
        ("lỗi cần sửa", f"{errors}"),
        ("dòng bị giữ lại", f"{held}"),
    ]:
        assert f"{label} {shown} " in text, (label, shown, text[:1500])


def test_who_has_not_reported_is_what_the_register_says(site: Site) -> None:
    with snapshot(site.chosen.home.snapshot) as con:
        owed = con.execute(
            "SELECT sender_code, count(*), max(days_late), list(state)"
            " FROM mart.submission_register(?)"
            " WHERE is_outstanding AND strftime(period_end, '%Y-%m') BETWEEN '2023-03' AND '2023-06' GROUP BY ALL",
            [ON],
        ).fetchall()
    html = site.page("outstanding.html")
    rows = dict(re.findall(r'<tr><th scope="row"><a href="unit/([^"]+)\.html">(.*?)</tr>', html, re.DOTALL))
    assert owed
    assert set(rows) == {sender for sender, *_ in owed}
    for sender, n, days, states in owed:
        text = Read(f"<tr><th><a>{rows[sender]}</tr>").text
        assert f"chưa gửi : {n}/" in text
        assert f"ngày quá hạn : {days} " in text
        assert sorted(re.findall(r'class="s ([^"]+)"', rows[sender])) == sorted(states)
    assert f"{len(owed)} đơn vị còn {sum(n for _, n, *_ in owed)} trên " in Read(html).text


def test_the_first_page_names_first_who_owes_most(site: Site) -> None:
    first = site.page("index.html").split('id="h-quality"')[0]
    named = re.findall(r'href="unit/([^"]+)\.html"', first.split('id="h-worst"')[0])
    listed = re.findall(r'<th scope="row"><a href="unit/([^"]+)\.html"', site.page("outstanding.html"))
    assert named
    assert set(named) <= set(listed)
    assert len(named) == min(6, len(listed))


def test_where_two_sources_differ_both_cells_are_shown(site: Site) -> None:
    with snapshot(site.chosen.home.snapshot) as con:
        found = con.execute(
            "SELECT d.load_id, d.other_load_id, d.sender_code, d.cell, d.value, d.other_cell, d.other_value"
            " FROM audit.disagreement AS d JOIN audit.load USING (load_id)"
            " WHERE strftime(period_end, '%Y-%m') BETWEEN '2023-03' AND '2023-06'"
        ).fetchall()
        (number_of, first) = {}, "SELECT min(load_id) FROM audit.load WHERE (form, sender_code, scope_code, period_end)"
        for load in {each[0] for each in found} | {each[1] for each in found}:
            same = f"{first} = (SELECT (form, sender_code, scope_code, period_end) FROM audit.load WHERE load_id = ?)"
            number_of[load] = con.execute(same, [load]).fetchall()[0][0]
    assert found
    assert f"số liệu lệch nhau {len(found)} " in Read(site.page("index.html")).text.lower()
    for load, other_load, sender, cell, value, other_cell, other_value in found:
        for path in ("disagreements.html", f"unit/{sender}.html", f"submission/{number_of[load]}.html",
                     f"submission/{number_of[other_load]}.html"):  # fmt: skip
            text = Read(site.page(path)).text
            for at, said in ((cell, value), (other_cell, other_value)):
                assert f"ô {at}" in text, path
                assert f" {number(said).vi} " in text, path
        assert "Số của nơi kia: " in Read(site.page(f"submission/{number_of[load]}.html")).text


def test_findings_by_rule_lead_to_the_reports_they_are_in(site: Site, faulty: str) -> None:
    unit = re.search(r'href="\.\./(unit/[^"]+)"', site.page(faulty))
    assert unit
    (row,) = re.findall(r"<tr>(?:(?!<tr>).)*<code>PROC-002</code>.*?</tr>", site.page(unit[1]), re.DOTALL)
    assert f'href="../{faulty}"' in row
    assert f'href="../{faulty}"' in site.page("rule/PROC-002.html")


def test_dimensions_are_counted_from_the_rows(site: Site) -> None:
    with snapshot(site.chosen.home.snapshot) as con:
        accepted, held = con.execute(
            "SELECT sum(accepted), sum(quarantined) FROM audit.load WHERE superseded_by IS NULL"
        ).fetchall()[0]
        cells = filled = 0
        for form in forms().values():
            for name in form.fields():
                col = form.column_of(name)
                if form.name in FORMS and col.required and not col.personal and form.label_field(name) == name:
                    n, there = con.execute(f'SELECT count(*), count("{name}") FROM history."{form.name}"').fetchall()[0]
                    cells, filled = cells + n, filled + there
    text = Read(site.page("index.html")).text
    assert f"Hợp lệ {percent(accepted, accepted + held).vi} " in text
    assert f"Đầy đủ {percent(filled, cells).vi} " in text


def test_wrong_cells_stand_in_their_surroundings(site: Site, faulty: str) -> None:
    html = site.page(faulty)
    text = Read(html).text
    assert "CELL-DATE-IN-NUMBER Ô G11" in text
    assert "PROC-002 Ô E12" in text
    bad = re.findall(r'<td class="error">(.*?)<span class="mark"', html)
    assert bad == ["09/09/2023", "210"]
    (first, second) = re.findall(r'<table class="excerpt">(.*?)</table>', html, re.DOTALL)
    assert re.findall(r'<th scope="row">(\d+)</th>', first) == ["11", "12"]
    assert re.findall(r'<th scope="row">(\d+)</th>', second) == ["11", "12", "13"]
    assert re.findall(r'<th scope="col">([A-Z])</th>', first) == ["B", "F", "G", "H"]


def test_findings_are_told_with_what_was_expected_and_what_to_do(site: Site, faulty: str) -> None:
    with snapshot(site.chosen.home.snapshot) as con:
        remedies = con.execute(
            "SELECT remedy_vi FROM audit.finding JOIN audit.load USING (load_id) WHERE file_name = ?", [FAULTY.name]
        ).fetchall()
    text = Read(site.page(faulty)).text
    assert len(remedies) == 2
    assert all(remedy[1:] in text for (remedy,) in remedies)


def test_where_nothing_came_of_late_the_last_months_that_came_are_shown(site: Site, tmp_path: Path) -> None:
    build_pages(site.chosen, tmp_path / "pages", on=date(2026, 11, 1), months=4)
    assert (
        "Từ tháng 2/2023 đến tháng 5/2023" in Read((tmp_path / "pages" / "index.html").read_text(encoding="utf-8")).text
    )


def test_bodies_have_the_names_of_the_months_shown(site: Site) -> None:
    """A commune of 2025 has the code of one it was made of; pages of 2023 call it as it was called."""
    with snapshot(site.chosen.home.snapshot) as con:
        of = {
            year: {row["agency_code"]: row for row in rows(con, "body", {"named_on": date(year, 5, 31)})}
            for year in (2000, 2023, 2025)
        }
    assert [of[year]["ubnd-09157"]["name_vi"] for year in of] == [of[2023]["ubnd-09157"]["name_vi"]] * 2 + [
        "UBND xã Vĩnh Phú"
    ]
    assert of[2023]["ubnd-09157"]["name_vi"] == "UBND xã Phú Đa"
    assert of[2023]["ubnd-09157"]["district_code"] == "252"
    window = Window(ON, "2023-02", "2024-02")
    assert (window.named_on, len(window.months)) == (date(2024, 2, 29), 13)


def test_nothing_personal_is_on_any_page(site: Site) -> None:
    end = month_index(2023, 5)
    world = World()
    codes = {
        row["dossier_code"]
        for what in owed([end - 1, end], ["dossier"])
        for row in world.rows("dossier", what.debtor, what.period)
    }
    assert len(codes) > 100
    with snapshot(site.chosen.home.snapshot) as con:
        pseudonyms = {p for (p,) in con.execute("SELECT dossier_code FROM history.dossier").fetchall() if p}
    every = "\n".join(path.read_text(encoding="utf-8") for path in site.folder.rglob("*.*"))
    words = set(re.findall(r"[\w.-]+", every)) | set(re.findall(r"\w+", every))
    assert all(re.fullmatch(r"[\w.-]+", code) for code in codes | pseudonyms)
    assert (codes | pseudonyms) & words == set()
    assert "thông tin cá nhân, không hiện" in every  # a row of a dossier is shown, its code is not


def test_every_link_leads_to_a_page_and_every_id_is_one(site: Site) -> None:
    for path in site.folder.rglob("*.html"):
        read = Read(path.read_text(encoding="utf-8"))
        assert len(read.ids) == len(set(read.ids)), path
        for link in read.links:
            assert not re.match(r"[a-z]+:|//", link), (path, link)
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), (path, link)
            assert not anchor or anchor in Read(target.read_text(encoding="utf-8")).ids, (path, link)


def test_every_submission_has_a_page_that_search_finds(site: Site) -> None:
    with snapshot(site.chosen.home.snapshot) as con:
        numbers = {n for (n,) in con.execute(
            "SELECT min(load_id) FROM audit.load GROUP BY form, sender_code, scope_code, period_start, revision"
        ).fetchall()}  # fmt: skip
    assert {int(path.stem) for path in (site.folder / "submission").glob("*.html")} == numbers
    script = site.page("assets/search-index.js")
    entries = json.loads(script[script.index("khosoIndex = ") + len("khosoIndex = ") : -2])
    assert {f"submission/{n}.html" for n in numbers} < {address for *_, address in entries}
    assert all((site.folder / address).is_file() for *_, address in entries)


def test_no_page_is_larger_than_a_megabyte(site: Site) -> None:
    assert max(path.stat().st_size for path in site.folder.rglob("*.html")) == site.built.largest_bytes < MEGABYTE


def test_every_text_is_there_in_both_languages(site: Site) -> None:
    for key, (vi, en) in words._WORDS.items():
        assert vi and en
        assert set(re.findall(r"\{\w+\}", vi)) == set(re.findall(r"\{\w+\}", en)), key
    for path in site.folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert html.count('<span lang="vi">') == html.count('<span lang="en">'), path


def test_every_word_is_on_some_page() -> None:
    pages = Path(words.__file__).parents[1]
    sources = [p for p in pages.rglob("*.*") if p.suffix in (".py", ".html") and p.name != "words.py"]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    composed = set(re.findall(r'f?"([a-z-]+\.)(?:\{|" ~)', written))
    unused = [key for key in words._WORDS if f'"{key}"' not in written and key.partition(".")[0] + "." not in composed]
    assert unused == []


def test_second_build_writes_nothing(site: Site) -> None:
    again = build_pages(site.chosen, site.folder, on=ON, months=4)
    assert (again.files, again.written, again.removed) == (site.built.files, [], [])


def test_pages_do_not_depend_on_when_or_where_they_are_built(site: Site, tmp_path: Path) -> None:
    build_pages(site.chosen, tmp_path / "other", on=ON, months=4)
    for path in site.folder.rglob("*.html"):
        assert (tmp_path / "other" / path.relative_to(site.folder)).read_bytes() == path.read_bytes(), path


def test_one_more_submission_rewrites_the_pages_it_is_on(tmp_path: Path) -> None:
    own = settings({"KHOSO_HOME": str(tmp_path), "KHOSO_QUIET_SECONDS": "0"})
    send(own, FAULTY.with_name("GTVT_766_052023.xlsx"), datetime(2023, 6, 1, 9))
    folder = tmp_path / "pages"
    before = build_pages(own, folder, on=ON, months=4)
    send(own, FAULTY.with_name("So Y te - TTHC T5.xlsx"), datetime(2023, 6, 2, 9))
    after = build_pages(own, folder, on=ON, months=4)
    assert after.files == before.files + 1
    assert set(after.written) == {
        "index.html", "outstanding.html", "units.html", "forms.html", "assets/search-index.js", "unit/so-y-te.html",
        "form/dossier_progress.html", "submission/2.html",
    }  # fmt: skip
    assert after.removed == []


def test_pages_of_what_is_no_longer_shown_are_removed(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    build_pages(site.chosen, folder, on=ON, months=4)
    fewer = build_pages(site.chosen, folder, on=ON, last_month="2023-04", months=1)
    assert fewer.removed
    assert all(path.startswith(("submission/", "unit/")) for path in fewer.removed)
    assert not any((folder / path).exists() for path in fewer.removed)


def test_a_page_somebody_deleted_comes_back(site: Site) -> None:
    (site.folder / "rules.html").unlink()
    assert build_pages(site.chosen, site.folder, on=ON, months=4).written == ["rules.html"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(NotASite):
        write_site(tmp_path, [Item("index", "", lambda: {"index.html": "ours"})], "1")
    assert (tmp_path / "index.html").read_text() == "mine"


def test_many_findings_are_spread_over_pages(site: Site, faulty: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(submission, "_A_PAGE", 1)
    build_pages(site.chosen, tmp_path / "pages", on=ON, months=4)
    first = (tmp_path / "pages" / faulty).read_text(encoding="utf-8")
    second = (tmp_path / "pages" / faulty.replace(".html", "-2.html")).read_text(encoding="utf-8")
    assert [page.count('<table class="excerpt">') for page in (first, second)] == [1, 1]
    assert f'href="../{faulty.replace(".html", "-2.html")}"' in first
    assert f'href="../{faulty}"' in second


def test_findings_beyond_the_last_page_are_counted(site: Site, faulty: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(submission, "_SHOWN", 1)
    build_pages(site.chosen, tmp_path / "pages", on=ON, months=4)
    html = (tmp_path / "pages" / faulty).read_text(encoding="utf-8")
    assert html.count('<table class="excerpt">') == 1
    assert "Trang này nêu 1 dòng đầu có lỗi trong 2." in Read(html).text


def test_pages_follow_a_drain_where_the_operator_asks(site: Site) -> None:
    folder, today = site.chosen.home.site, date.today()
    assert keep_up_to_date(settings({"KHOSO_HOME": str(site.chosen.home.root)}), today) is None
    assert not folder.exists()
    assert keep_up_to_date(site.chosen, today).written
    assert keep_up_to_date(site.chosen, today) is None
    assert keep_up_to_date(site.chosen, today + timedelta(days=1)) is not None
    newer = (folder / "manifest.json").stat().st_mtime + 1
    os.utime(site.chosen.home.snapshot.resolve(), (newer, newer))
    assert keep_up_to_date(site.chosen, today) is not None


def test_the_switch_is_on_or_off() -> None:
    with pytest.raises(SettingError, match="KHOSO_SITE=yes"):
        settings({"KHOSO_SITE": "yes"})


def test_the_command_says_what_it_wrote(site: Site, tmp_path: Path) -> None:
    home = site.chosen.home.root
    done = khoso(home, "site", str(tmp_path / "out"), "--on", "2023-06-30", "--period", "5/2023", "--json")
    report = json.loads(done.stdout)
    assert report["files"] == report["written"] == sum(1 for p in (tmp_path / "out").rglob("*.*")) - 1
    again = khoso(home, "site", str(tmp_path / "out"), "--on", "2023-06-30", "--period", "2023-05")
    assert f"{number(report['files']).en} files; 0 written now, 0 removed" in again.stdout
    assert "--period" in khoso(home, "site", str(tmp_path / "out"), "--period", "2023-Q2", expect=2).stderr
    assert "--on" in khoso(home, "site", str(tmp_path / "out"), "--on", "2023-13-01", expect=2).stderr
    assert "Name an empty folder" in khoso(home, "site", str(home), expect=2).stderr


def test_charts_are_text_and_say_what_they_show() -> None:
    drawn = trend([97.0, None, 100.0], ["4/23", "5/23", "6/23"], 90, caption="c", told="4/23: 97 %")
    assert drawn == trend([97.0, None, 100.0], ["4/23", "5/23", "6/23"], 90, caption="c", told="4/23: 97 %")
    assert drawn.startswith('<svg class="trend" viewBox="0 0 232 104" role="img" aria-labelledby="c"><desc>4/23: 97 %')
    assert re.findall(r"<tspan>([^<]*)</tspan>", drawn) == ["4/23", "6/23", "90%", "100%"]
    assert drawn.count("<circle") == 2
    assert not re.search(r"<style|<script|\bid=|https?:", drawn)


def send(own, path: Path, moment: datetime) -> None:
    ingest_files(own, [path], Given(period=parse_period("2023-05")), wait=True, clock=lambda: moment)
