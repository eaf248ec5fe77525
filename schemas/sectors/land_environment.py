"""Land and environment: the land database, and monitoring stations that send their readings."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_share, printed_totals, rule, under
from schemas.kinds import Count, Flag, Percent, Text

SECTOR = Sector(
    name="land_environment",
    vi="Đất đai, môi trường",
    en="Land and environment",
    pillar="government",
    department="so-tai-nguyen-va-moi-truong",
    cron="50 6 17 * *",
)

_LAND = "Nghị định 73/2017/NĐ-CP; Thông tư 75/2015/TT-BTNMT về cơ sở dữ liệu đất đai"
_MONITORING = "Thông tư 10/2021/TT-BTNMT về quan trắc môi trường và quản lý dữ liệu quan trắc"
PARCELS = ("Thửa đất", "Số thửa đất")
SHEETS = ("Tờ bản đồ địa chính", "Bản đồ địa chính")
DOSSIERS = ("Hồ sơ đất đai", "Hồ sơ đất đai trong kỳ")
TOTAL = ("Tổng số", "Tổng")


class LandDatabase(Form):
    """How far the land database has come, one row per commune and month."""

    titles = ("Xây dựng cơ sở dữ liệu đất đai", "Cơ sở dữ liệu đất đai")
    grain = ("commune_code",)
    period = "month"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "agency:so-tai-nguyen-va-moi-truong"

    commune = column(
        Text, "Xã, phường, thị trấn", "Tên xã, phường, thị trấn", "Đơn vị cấp xã",
        codes="unit:commune", nullable=False, en="Commune",
    )  # fmt: skip
    parcel_count = column(Count, *under(PARCELS, *TOTAL), unit="parcel", nullable=False, en="Parcels")
    database_parcel_count = column(
        Count, *under(PARCELS, "Đã đưa vào CSDL", "Đã có trong cơ sở dữ liệu"), unit="parcel", nullable=False,
        en="Parcels in the database",
    )  # fmt: skip
    map_sheet_count = column(Count, *under(SHEETS, *TOTAL), unit="sheet", en="Cadastral map sheets")
    digitised_map_sheet_count = column(Count, *under(SHEETS, "Đã số hóa"), unit="sheet", en="Map sheets digitised")
    land_dossier_count = column(
        Count, *under(DOSSIERS, "Giải quyết", *TOTAL), unit="dossier", basis="period", en="Land dossiers settled"
    )
    online_land_dossier_count = column(
        Count, *under(DOSSIERS, "Trực tuyến"), unit="dossier", basis="period", en="of them online"
    )
    is_complete = column(Flag, "Hoàn thành", "Đã hoàn thành CSDL", nullable=False, en="Database complete")

    database_within_parcels = rule(
        "LAND-001",
        "database_parcel_count <= parcel_count",
        severity="error",
        vi="số thửa đã đưa vào cơ sở dữ liệu không lớn hơn tổng số thửa",
        en="parcels in the database are no more than all parcels",
        source=_LAND,
    )
    digitised_within_sheets = rule(
        "LAND-002",
        "digitised_map_sheet_count <= map_sheet_count",
        severity="error",
        vi="số tờ bản đồ đã số hóa không lớn hơn tổng số tờ",
        en="map sheets digitised are no more than all map sheets",
        source=_LAND,
    )
    online_within_dossiers = rule(
        "LAND-003",
        "online_land_dossier_count <= land_dossier_count",
        severity="error",
        vi="số hồ sơ đất đai trực tuyến không lớn hơn số hồ sơ đã giải quyết",
        en="land dossiers done online are no more than all settled",
        source=_LAND,
    )
    complete_has_every_parcel = rule(
        "LAND-004",
        "is_complete == 0 or database_parcel_count == parcel_count",
        severity="warning",
        vi="xã đã hoàn thành có mọi thửa đất trong cơ sở dữ liệu",
        en="a commune that is complete has every parcel in the database",
        source=_LAND,
    )
    totals_add_up = printed_totals(
        "LAND-005",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các xã, phường, thị trấn",
        en="the grand total equals the sum of the communes",
        source=_LAND,
    )


class MonitoringStation(Form):
    """Environmental monitoring stations and the readings they sent, one row per station and month."""

    titles = ("Trạm quan trắc môi trường", "Quan trắc môi trường tự động")
    grain = ("station_name",)
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "agency:so-tai-nguyen-va-moi-truong"

    station_name = column(Text, "Tên trạm quan trắc", "Tên trạm", nullable=False, en="Station")
    commune = column(Text, "Địa điểm (xã, phường)", "Xã, phường", codes="unit:commune", nullable=False, en="Commune")
    medium = column(Text, "Thành phần quan trắc", "Thông số quan trắc", required=False, en="What it measures")
    is_online = column(Flag, "Truyền dữ liệu trực tuyến", "Đã kết nối", nullable=False, en="Sends its readings")
    expected_reading_count = column(Count, "Số bản ghi phải truyền", "Số bản ghi phải có", unit="reading", en="Owed")
    received_reading_count = column(Count, "Số bản ghi đã nhận", unit="reading", en="Readings received")
    received_pct = column(
        Percent, "Tỷ lệ dữ liệu nhận được (%)", "Tỷ lệ nhận (%)", minimum=0, maximum=100, en="Share received"
    )

    received_within_owed = rule(
        "LAND-101",
        "received_reading_count <= expected_reading_count",
        severity="error",
        vi="số bản ghi đã nhận không lớn hơn số bản ghi phải truyền",
        en="readings received are no more than those owed",
        source=_MONITORING,
    )
    share_is_computed = printed_share(
        "LAND-102", "received_pct", "received_reading_count", "expected_reading_count",
        severity="warning", source=_MONITORING,
    )  # fmt: skip
    totals_add_up = printed_totals(
        "LAND-103",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các trạm",
        en="the grand total equals the sum of the stations",
        source=_MONITORING,
    )
