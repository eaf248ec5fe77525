"""Education: how schools hand in their data."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, refers_to, rule, under
from schemas.kinds import Code, Count, Day, Flag, Text

SECTOR = Sector(
    name="education",
    vi="Giáo dục và đào tạo",
    en="Education and training",
    pillar="society",
    department="so-giao-duc-va-dao-tao",
    cron="0 7 * * 1",
)

STAFF = ("Cán bộ - Giáo viên",)
LANGUAGES = under(STAFF, "Đề án Ngoại ngữ")
CLASSES = ("Lớp",)
CLASSES_HANDED_IN = under(CLASSES, "Số lớp đã nộp")
PUPILS = ("Học sinh",)
RESULTS = ("Kết quả học tập",)
#: The export merges "Kết quả học tập" over the last columns only, though it means all of them.
PUPILS_WITH_RESULTS = ("Kết quả học tập > Số HS đã nộp có KQHT", "Số HS đã nộp có KQHT")

_SOURCE = "Báo cáo tình hình nộp dữ liệu, cơ sở dữ liệu ngành giáo dục"


class SchoolSubmission(Form):
    """What each school has handed in to the education sector's database by a day, one row per school."""

    titles = ("Tình hình nộp dữ liệu", "Tình hình nộp tất cả dữ liệu")
    grain = ("school_code",)
    period = "day"
    sender = "so-giao-duc-va-dao-tao"

    school_code = column(Code, "Mã trường", pattern="[0-9]{2}[0-9A-Z]{6,8}", nullable=False, en="School code")
    school_name = column(Text, "Tên trường", nullable=False, en="School")
    partner = column(Text, "Đối tác", en="Software partner")
    school_level = column(Text, "Cấp học", codes="school_level", unknown="warning", en="School level")
    managed_by = column(Text, "Đơn vị quản lý", en="Managing office")

    staff_count = column(Count, *under(STAFF, "Tổng số CB trên QLNT"), unit="person", en="Staff")
    staff_submitted_count = column(Count, *under(STAFF, "Số CB đã nộp"), unit="person", en="Staff handed in")
    staff_submitted_date = column(Day, *under(STAFF, "Ngày nộp cuối"), en="Staff last handed in on")
    language_teacher_count = column(
        Count, *under(LANGUAGES, "GV ngoại ngữ"), unit="person", en="Foreign language teachers"
    )
    language_trained_count = column(
        Count, *under(LANGUAGES, "GV được BDNCNC Ngoại ngữ"), unit="person", en="Of whom trained in the language"
    )
    pedagogy_trained_count = column(
        Count, *under(LANGUAGES, "GV được BDNCNC Sư phạm"), unit="person", en="Of whom trained in teaching"
    )

    class_count = column(Count, *under(CLASSES, "Tổng số lớp trên QLNT"), unit="class", en="Classes")
    class_submitted_count = column(
        Count, *under(CLASSES_HANDED_IN, "Tổng", "Tổng số"), unit="class", en="Classes handed in"
    )
    combined_class_count = column(
        Count, *under(CLASSES_HANDED_IN, "Số lớp ghép"), unit="class", en="Of which of several grades"
    )
    single_class_count = column(
        Count, *under(CLASSES_HANDED_IN, "Số lớp đơn"), unit="class", en="Of which of one grade"
    )
    class_submitted_date = column(Day, *under(CLASSES, "Ngày nộp cuối"), en="Classes last handed in on")

    pupil_count = column(Count, *under(PUPILS, "Tổng số HS trên QLNT"), unit="person", en="Pupils")
    pupil_submitted_count = column(Count, *under(PUPILS, "Số HS đã nộp"), unit="person", en="Pupils handed in")
    pupil_submitted_date = column(Day, *under(PUPILS, "Ngày nộp cuối"), en="Pupils last handed in on")

    term_1_result_count = column(
        Count, *under(PUPILS_WITH_RESULTS, "Học kì 1"), unit="person", en="Pupils with results, first term"
    )
    term_2_result_count = column(
        Count, *under(PUPILS_WITH_RESULTS, "Học kì 2"), unit="person", en="Pupils with results, second term"
    )
    year_result_count = column(
        Count, *under(PUPILS_WITH_RESULTS, "Cả năm"), unit="person", en="Pupils with results, whole year"
    )
    graduated_count = column(
        Count, *under(RESULTS, "Số HS tốt nghiệp*", "Số HS tốt nghiệp"), unit="person", en="Pupils who graduated"
    )
    result_submitted_date = column(Day, *under(RESULTS, "Ngày nộp cuối"), en="Results last handed in on")

    staff_within_total = rule(
        "EDU-001",
        "staff_submitted_count <= staff_count",
        severity="warning",
        vi="số cán bộ đã nộp không lớn hơn tổng số cán bộ",
        en="staff handed in are no more than all staff",
        source=_SOURCE,
    )
    classes_within_total = rule(
        "EDU-002",
        "class_submitted_count <= class_count",
        severity="warning",
        vi="số lớp đã nộp không lớn hơn tổng số lớp",
        en="classes handed in are no more than all classes",
        source=_SOURCE,
    )
    pupils_within_total = rule(
        "EDU-003",
        "pupil_submitted_count <= pupil_count",
        severity="warning",
        vi="số học sinh đã nộp không lớn hơn tổng số học sinh",
        en="pupils handed in are no more than all pupils",
        source=_SOURCE,
    )
    classes_add_up = rule(
        "EDU-004",
        "class_submitted_count == total(combined_class_count, single_class_count)",
        severity="error",
        vi="số lớp đã nộp bằng số lớp ghép cộng số lớp đơn",
        en="classes handed in equal those of several grades plus those of one",
        source=_SOURCE,
    )


_READY = "Quyết định 131/QĐ-TTg, tăng cường ứng dụng công nghệ thông tin và chuyển đổi số trong giáo dục"
TEACHERS = ("Giáo viên", "Số giáo viên")
PUPIL = ("Học sinh", "Số học sinh")


class SchoolReadiness(Form):
    """Schools and whether each can teach online when it must, one row per school and month."""

    titles = ("Dạy học trực tuyến và chuyển đổi số trong trường học", "Sẵn sàng dạy học trực tuyến")
    grain = ("school_code",)
    period = "month"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "unit:district"

    school_code = column(
        Code, "Mã trường", "Mã cơ sở giáo dục", pattern="[0-9]{8,10}", unknown="warning", nullable=False,
        en="School code",
    )  # fmt: skip
    school_name = column(Text, "Tên trường", "Tên cơ sở giáo dục", "Trường", nullable=False, en="School")
    level = column(Text, "Cấp học", codes="school_level", nullable=False, en="Level")
    ownership = column(Text, "Loại hình", codes="ownership", nullable=False, en="Ownership")
    commune = column(Text, "Xã, phường, thị trấn", "Địa bàn", codes="unit:commune", nullable=False, en="Commune")
    class_count = column(Count, "Số lớp", unit="class", en="Classes")
    teacher_count = column(Count, *under(TEACHERS, "Tổng số", "Tổng"), unit="person", en="Teachers")
    teacher_account_count = column(
        Count, *under(TEACHERS, "Có tài khoản dạy trực tuyến", "Có tài khoản"), unit="person",
        en="Teachers with an account",
    )  # fmt: skip
    pupil_count = column(Count, *under(PUPIL, "Tổng số", "Tổng"), unit="person", en="Pupils")
    e_record_pupil_count = column(
        Count, *under(PUPIL, "Có học bạ điện tử", "Học bạ điện tử"), unit="person", en="Pupils with an e-record"
    )
    cashless_pupil_count = column(
        Count, *under(PUPIL, "Nộp học phí không dùng tiền mặt", "Học phí không tiền mặt"), unit="person",
        en="Pupils whose fees are paid without cash",
    )  # fmt: skip
    has_platform = column(
        Flag, "Có nền tảng dạy học trực tuyến", "Có nền tảng", nullable=False, en="Has a teaching platform"
    )
    is_ready_online = column(
        Flag, "Sẵn sàng dạy học trực tuyến", "Sẵn sàng", nullable=False, en="Ready to teach online"
    )
    online_lesson_count = column(Count, "Số bài giảng điện tử", "Số bài giảng số", unit="lesson", en="Online lessons")

    accounts_within_teachers = rule(
        "EDU-101",
        "teacher_account_count <= teacher_count",
        severity="error",
        vi="số giáo viên có tài khoản không lớn hơn tổng số giáo viên",
        en="teachers with an account are no more than all teachers",
        source=_READY,
    )
    records_within_pupils = rule(
        "EDU-102",
        "e_record_pupil_count <= pupil_count",
        severity="error",
        vi="số học sinh có học bạ điện tử không lớn hơn tổng số học sinh",
        en="pupils with an e-record are no more than all pupils",
        source=_READY,
    )
    cashless_within_pupils = rule(
        "EDU-103",
        "cashless_pupil_count <= pupil_count",
        severity="error",
        vi="số học sinh nộp học phí không dùng tiền mặt không lớn hơn tổng số học sinh",
        en="pupils who pay without cash are no more than all pupils",
        source=_READY,
    )
    ready_has_a_platform = rule(
        "EDU-104",
        "is_ready_online == 0 or has_platform == 1",
        severity="warning",
        vi="trường sẵn sàng dạy học trực tuyến có nền tảng dạy học trực tuyến",
        en="a school that is ready to teach online has a platform",
        source=_READY,
    )
    totals_add_up = printed_totals(
        "EDU-105",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các trường",
        en="the grand total equals the sum of the schools",
        source=_READY,
    )
    school_is_known = refers_to(
        "EDU-106",
        {"school_code": "school_code"},
        "school_submission",
        vi="mã trường có trong danh sách trường của cơ sở dữ liệu ngành giáo dục",
        en="the school is in the list of schools of the ministry's database",
        source=_READY,
    )
