"""The Digital Transformation Index: what bodies give themselves, and what the province was given."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, column_sum, rule
from schemas.kinds import Amount, Code, Count, Percent, Text

SECTOR = Sector(
    name="dti",
    vi="Chỉ số chuyển đổi số",
    en="Digital Transformation Index",
    pillar="government",
    department="so-thong-tin-va-truyen-thong",
    cron="0 8 1 4 *",
)

_INDEX = "Quyết định 922/QĐ-BTTTT ngày 20/5/2022; thay bằng Quyết định 405/QĐ-BKHCN ngày 03/4/2025"


class DtiAssessment(Form):
    """The index as a body scores itself, one row per criterion and year."""

    titles = ("Tự đánh giá chỉ số chuyển đổi số", "Phiếu tự đánh giá mức độ chuyển đổi số")
    grain = ("criterion_code",)
    is_of_sender = True
    period = "year"
    due = Due(day=31, months=1)
    owed_by = "group:dti"
    revisions = ("official",)

    criterion_code = column(
        Code,
        "Mã chỉ số",
        "Mã tiêu chí",
        pattern=r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}",
        like="1.2.3",
        nullable=False,
        en="Criterion code",
    )
    main_index = column(Text, "Chỉ số chính", codes="dti_index", nullable=False, en="Main index")
    criterion_name = column(
        Text, "Chỉ số thành phần", "Chỉ số/Chỉ số thành phần", "Tiêu chí", nullable=False, en="Criterion"
    )
    index_version = column(
        Text, "Bộ chỉ số (quyết định)", "Quyết định ban hành bộ chỉ số", codes="dti_version", nullable=False,
        en="Version of the index",
    )  # fmt: skip
    maximum_score = column(
        Amount, "Điểm tối đa", unit="point", minimum=0, maximum=200, nullable=False, en="Most points"
    )
    self_score = column(
        Amount, "Điểm tự đánh giá", "Điểm tự chấm", unit="point", minimum=0, nullable=False, en="Points by itself"
    )
    appraised_score = column(
        Amount, "Điểm thẩm định", unit="point", minimum=0, required=False, en="Points after appraisal"
    )
    evidence = column(Text, "Tài liệu kiểm chứng", "Minh chứng", required=False, en="Evidence")

    self_within_maximum = rule(
        "DTI-001",
        "self_score <= maximum_score",
        severity="error",
        vi="điểm tự đánh giá không lớn hơn điểm tối đa",
        en="a body gives itself no more than the most points",
        source=_INDEX,
    )
    appraised_within_maximum = rule(
        "DTI-002",
        "appraised_score <= maximum_score",
        severity="error",
        vi="điểm thẩm định không lớn hơn điểm tối đa",
        en="the appraisal gives no more than the most points",
        source=_INDEX,
    )
    a_thousand_points = column_sum(
        "DTI-003",
        "maximum_score == 1000",
        severity="warning",
        vi="điểm tối đa của cả bộ chỉ số là 1.000",
        en="the most points of the whole index are 1,000",
        source=_INDEX,
    )


class DtiResult(Form):
    """The province's published result among the provinces of the country, one row per year."""

    titles = ("Kết quả xếp hạng chỉ số chuyển đổi số cấp tỉnh", "Xếp hạng chuyển đổi số cấp tỉnh")
    grain = ("province_code",)
    period = "year"
    due = Due(day=31, months=7)
    owed_by = "agency:so-thong-tin-va-truyen-thong"
    revisions = ("official",)

    province = column(Text, "Tỉnh, thành phố", "Địa phương", codes="unit:province", nullable=False, en="Province")
    index_version = column(
        Text, "Bộ chỉ số (quyết định)", "Quyết định ban hành bộ chỉ số", codes="dti_version", nullable=False,
        en="Version of the index",
    )  # fmt: skip
    national_rank = column(
        Count, "Xếp hạng", "Thứ hạng", unit="rank", minimum=1, maximum=63, nullable=False, en="Rank in the country"
    )
    province_count = column(Count, "Số tỉnh, thành phố xếp hạng", unit="province", en="Provinces ranked")
    result_score = column(
        Amount, "Giá trị DTI", "Điểm DTI", unit="point", minimum=0, maximum=1, en="Value of the index"
    )
    digital_economy_pct = column(
        Percent, "Tỷ trọng kinh tế số trong GRDP (%)", "Kinh tế số/GRDP (%)", minimum=0, maximum=100,
        en="Digital economy in the gross regional product",
    )  # fmt: skip

    rank_among_all = rule(
        "DTI-101",
        "national_rank <= province_count",
        severity="error",
        vi="thứ hạng không lớn hơn số tỉnh, thành phố được xếp hạng",
        en="the rank is no more than the provinces ranked",
        source=_INDEX,
    )
