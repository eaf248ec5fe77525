"""Settings: read from the environment, checked, told with where they came from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from machine.settings import SettingError, language, settings


def test_without_anything_said_every_setting_has_its_default() -> None:
    chosen = settings({})
    assert (chosen.home.root, chosen.lang, chosen.readers) == (Path("data").absolute(), "en", 2)
    assert (chosen.quiet_seconds, chosen.has_site, chosen.owed_since, chosen.notify) == (10, False, None, "")
    assert all(each.is_default and each.value == each.default for each in chosen.shown)


def test_what_the_environment_says_is_read_and_told() -> None:
    said = {"KHOSO_SITE": "1", "KHOSO_OWED_SINCE": "2023-01-01", "KHOSO_QUIET_SECONDS": "0", "KHOSO_LANG": "vi"}
    chosen = settings(said | {"KHOSO_NOTIFY": "slack-webhook/khoso"})
    assert (chosen.has_site, chosen.owed_since, chosen.quiet_seconds) == (True, date(2023, 1, 1), 0)
    assert (chosen.lang, chosen.notify) == ("vi", "slack-webhook/khoso")
    assert {each.name for each in chosen.shown if not each.is_default} == {*said, "KHOSO_NOTIFY"}


@pytest.mark.parametrize(
    ("name", "value", "vi", "en"),
    [
        ("KHOSO_READERS", "0", "số nguyên từ 1 trở lên", "a whole number from 1 on"),
        ("KHOSO_READERS", "٣", "số nguyên từ 1 trở lên", "a whole number from 1 on"),
        ("KHOSO_QUIET_SECONDS", "-1", "số nguyên từ 0 trở lên", "a whole number from 0 on"),
        ("KHOSO_SITE", "yes", "0 hoặc 1", "0 or 1"),
        ("KHOSO_OWED_SINCE", "yesterday", "ngày như 2023-01-01", "a day such as 2023-01-01"),
        ("KHOSO_NOTIFY", "slack", "tên khối như slack-webhook/khoso", "a block such as slack-webhook/khoso"),
        ("KHOSO_GROUP", "no such group", "tên một nhóm", "the name of a group of this machine"),
        ("KHOSO_LANG", "fr", "vi hoặc en", "vi or en"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_with_what_would(name: str, value: str, vi: str, en: str) -> None:
    with pytest.raises(SettingError) as raised:
        settings({name: value})
    assert raised.value.told.vi.startswith(f"{name}={value}: cần ")
    assert vi in raised.value.told.vi
    assert raised.value.told.en.startswith(f"{name}={value}: {en}")


def test_the_language_to_complain_in_is_known_even_where_the_setting_is_wrong() -> None:
    assert language({"KHOSO_LANG": "fr", "LANG": "vi_VN.UTF-8"}) == "vi"
    assert language({"KHOSO_LANG": "en", "LANG": "vi_VN.UTF-8"}) == "en"
