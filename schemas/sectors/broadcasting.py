"""Broadcasting: the communes' loudspeaker stations and what they put on the air."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, rule
from schemas.kinds import Code, Count, Flag, Text

SECTOR = Sector(
    name="broadcasting",
    vi="Phát thanh, truyền hình số",
    en="Digital radio and television",
    pillar="society",
    department="so-thong-tin-va-truyen-thong",
    cron="30 6 17 * *",
)

_SOURCE = "Thông tư 39/2020/TT-BTTTT về đài truyền thanh cấp xã ứng dụng công nghệ thông tin - viễn thông"


class BroadcastStation(Form):
    """Loudspeaker stations of a commune and what they broadcast, one row per station and month."""

    titles = ("Hoạt động đài truyền thanh", "Đài truyền thanh ứng dụng công nghệ thông tin")
    grain = ("commune_code", "station_name")
    period = "month"
    calendar = "reporting"
    due = Due(day=14)
    owed_by = "unit:commune"

    commune = column(
        Text, "Xã, phường, thị trấn", "Tên xã, phường, thị trấn", "Đơn vị cấp xã",
        codes="unit:commune", nullable=False, en="Commune",
    )  # fmt: skip
    station_name = column(Text, "Tên đài truyền thanh", "Tên đài", nullable=False, en="Station")
    technology = column(Text, "Công nghệ", "Công nghệ truyền dẫn", codes="broadcast_technology", en="Technology")
    is_ict = column(
        Flag, "Ứng dụng CNTT-VT", "Đài ứng dụng CNTT-VT", "Ứng dụng công nghệ thông tin - viễn thông",
        nullable=False, en="Uses ICT",
    )  # fmt: skip
    installed_year = column(
        Code, "Năm đưa vào sử dụng", "Năm lắp đặt", pattern="(?:19|20)[0-9]{2}", like="2019", required=False,
        en="In use since",
    )  # fmt: skip
    cluster_count = column(Count, "Số cụm loa", "Cụm loa", unit="cluster", basis="as_of", en="Clusters")
    speaker_count = column(Count, "Số loa", unit="loudspeaker", basis="as_of", en="Loudspeakers")
    broadcast_hour_count = column(
        Count, "Số giờ phát", "Số giờ phát thanh trong kỳ", unit="hour", maximum=744, en="Hours on the air"
    )
    item_count = column(Count, "Số tin, bài", "Số tin bài", unit="item", en="Items broadcast")
    down_day_count = column(
        Count, "Số ngày ngừng hoạt động", "Số ngày hỏng", unit="day", maximum=31, required=False, en="Days off the air"
    )
    status = column(Text, "Tình trạng", "Tình trạng hoạt động", codes="station_status", nullable=False, en="Condition")

    clusters_have_speakers = rule(
        "CAST-001",
        "cluster_count <= speaker_count",
        severity="error",
        vi="số cụm loa không lớn hơn số loa",
        en="there are no more clusters than loudspeakers",
        source=_SOURCE,
    )
    down_all_month_is_silent = rule(
        "CAST-002",
        "down_day_count < 28 or broadcast_hour_count == 0",
        severity="warning",
        vi="đài ngừng hoạt động cả kỳ không có giờ phát",
        en="a station that was off the air all month has no hours on it",
        source=_SOURCE,
    )
    totals_add_up = printed_totals(
        "CAST-003",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các đài",
        en="the grand total equals the sum of the stations",
        source=_SOURCE,
    )
