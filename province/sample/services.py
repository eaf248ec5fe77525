"""The procedures each body settles: titles in the words of the national list, with made-up codes, terms and fees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from province.ground.bodies import first_bodies, level
from province.ground.luck import noise


@dataclass(frozen=True)
class Procedure:
    """One administrative procedure. `level`: "full" or "partial" where it is offered online, else "none"."""

    code: str
    title: str
    field: str
    days: int
    level: str
    fee: int
    weight: float


#: Who settles -> field -> "title | days | fee in thousand VND". A district's list is every district's.
_TITLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "so-cong-thuong": {
        "Xúc tiến thương mại": ("Thông báo hoạt động khuyến mại | 1 | 0", "Đăng ký hoạt động khuyến mại | 5 | 0"),
        "Lưu thông hàng hóa": (
            "Cấp Giấy chứng nhận đủ điều kiện làm đại lý bán lẻ xăng dầu | 20 | 1200",
            "Cấp Giấy phép bán buôn rượu trên địa bàn tỉnh | 10 | 1200",
        ),
        "Điện": ("Cấp giấy phép hoạt động phát điện | 15 | 2100", "Cấp thẻ an toàn điện | 10 | 0"),
        "Hóa chất": ("Cấp Giấy chứng nhận đủ điều kiện sản xuất hóa chất | 12 | 1200",),
    },
    "so-giao-duc-va-dao-tao": {
        "Văn bằng, chứng chỉ": (
            "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc | 1 | 0",
            "Chỉnh sửa nội dung văn bằng, chứng chỉ | 5 | 0",
        ),
        "Giáo dục trung học": ("Chuyển trường đối với học sinh trung học phổ thông | 3 | 0",),
        "Giáo dục và đào tạo": (
            "Cấp giấy phép hoạt động giáo dục kỹ năng sống | 10 | 0",
            "Cho phép trung tâm ngoại ngữ, tin học hoạt động giáo dục | 15 | 0",
        ),
    },
    "so-giao-thong-van-tai": {
        "Đường bộ": (
            "Đổi Giấy phép lái xe do ngành Giao thông vận tải cấp | 5 | 135",
            "Cấp lại Giấy phép lái xe | 5 | 135",
            "Cấp phù hiệu xe ô tô kinh doanh vận tải | 2 | 0",
            "Cấp Giấy phép kinh doanh vận tải bằng xe ô tô | 5 | 200",
            "Cấp Giấy phép xe tập lái | 3 | 30",
            "Cấp phép thi công công trình thiết yếu trên đường bộ đang khai thác | 7 | 0",
        ),
        "Đăng kiểm": ("Cấp Giấy chứng nhận thẩm định thiết kế xe cơ giới cải tạo | 3 | 300",),
    },
    "so-ke-hoach-va-dau-tu": {
        "Thành lập và hoạt động của doanh nghiệp": (
            "Đăng ký thành lập công ty trách nhiệm hữu hạn một thành viên | 3 | 50",
            "Đăng ký thành lập công ty cổ phần | 3 | 50",
            "Đăng ký thay đổi nội dung đăng ký doanh nghiệp | 3 | 50",
            "Thông báo tạm ngừng kinh doanh | 3 | 0",
            "Đăng ký giải thể doanh nghiệp | 5 | 0",
        ),
        "Đầu tư tại Việt Nam": ("Cấp Giấy chứng nhận đăng ký đầu tư | 15 | 0",),
        "Đấu thầu": ("Thẩm định kế hoạch lựa chọn nhà thầu | 20 | 0",),
    },
    "so-khoa-hoc-va-cong-nghe": {
        "Hoạt động khoa học và công nghệ": (
            "Đánh giá kết quả thực hiện nhiệm vụ khoa học và công nghệ | 30 | 0",
            "Cấp Giấy chứng nhận đăng ký hoạt động khoa học và công nghệ | 10 | 3000",
        ),
        "Tiêu chuẩn đo lường chất lượng": (
            "Đăng ký công bố hợp chuẩn | 5 | 150",
            "Đăng ký kiểm tra chất lượng hàng hóa nhập khẩu | 1 | 0",
        ),
        "An toàn bức xạ": ("Cấp giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế | 25 | 3000",),
    },
    "so-lao-dong-thuong-binh-va-xa-hoi": {
        "Việc làm": (
            "Cấp giấy phép lao động cho người lao động nước ngoài | 5 | 600",
            "Xác nhận người lao động nước ngoài không thuộc diện cấp giấy phép lao động | 5 | 0",
            "Giải quyết hưởng trợ cấp thất nghiệp | 20 | 0",
        ),
        "Người có công": (
            "Giải quyết chế độ mai táng phí đối với người có công | 20 | 0",
            "Cấp giấy giới thiệu di chuyển hài cốt liệt sĩ | 3 | 0",
        ),
        "An toàn, vệ sinh lao động": ("Khai báo máy, thiết bị có yêu cầu nghiêm ngặt về an toàn | 5 | 0",),
    },
    "so-ngoai-vu": {
        "Lãnh sự": (
            "Cấp văn bản cho phép sử dụng thẻ đi lại của doanh nhân APEC | 12 | 0",
            "Cho phép tổ chức hội nghị, hội thảo quốc tế | 15 | 0",
        ),
    },
    "so-noi-vu": {
        "Tổ chức phi chính phủ": (
            "Công nhận ban vận động thành lập hội | 30 | 0", "Phê duyệt điều lệ hội | 30 | 0",
        ),
        "Tôn giáo": ("Thông báo danh mục hoạt động tôn giáo | 1 | 0", "Đăng ký mở lớp bồi dưỡng về tôn giáo | 20 | 0"),
        "Thi đua, khen thưởng": ("Tặng Bằng khen của Chủ tịch UBND tỉnh | 20 | 0",),
    },
    "so-nong-nghiep-va-phat-trien-nong-thon": {
        "Bảo vệ thực vật": (
            "Cấp Giấy chứng nhận đủ điều kiện buôn bán thuốc bảo vệ thực vật | 14 | 500",
            "Cấp Giấy chứng nhận đủ điều kiện buôn bán phân bón | 10 | 500",
        ),
        "Thú y": (
            "Cấp Giấy chứng nhận kiểm dịch động vật vận chuyển ra khỏi địa bàn tỉnh | 1 | 50",
            "Cấp Chứng chỉ hành nghề thú y | 3 | 50",
        ),
        "Chăn nuôi": ("Cấp Giấy chứng nhận đủ điều kiện chăn nuôi trang trại quy mô lớn | 20 | 2300",),
        "Quản lý chất lượng nông lâm sản": ("Cấp Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm | 15 | 700",),
    },
    "so-tai-chinh": {
        "Quản lý công sản": ("Quyết định mua sắm tài sản công | 30 | 0", "Quyết định thanh lý tài sản công | 30 | 0"),
        "Tin học": ("Đăng ký mã số đơn vị có quan hệ với ngân sách | 2 | 0",),
    },
    "so-tai-nguyen-va-moi-truong": {
        "Đất đai": (
            "Đăng ký biến động quyền sử dụng đất của tổ chức | 10 | 100",
            "Cấp đổi Giấy chứng nhận quyền sử dụng đất cho tổ chức | 7 | 100",
            "Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất | 1 | 80",
            "Cung cấp dữ liệu đất đai | 1 | 60",
        ),
        "Môi trường": ("Cấp giấy phép môi trường | 30 | 10000",),
        "Tài nguyên nước": ("Cấp giấy phép khai thác nước dưới đất | 30 | 1200",),
    },
    "so-thong-tin-va-truyen-thong": {
        "Báo chí": ("Cho phép họp báo trong nước | 1 | 0", "Cấp giấy phép xuất bản bản tin | 10 | 0"),
        "Xuất bản, in và phát hành": (
            "Cấp giấy phép xuất bản tài liệu không kinh doanh | 10 | 0",
            "Khai báo hoạt động cơ sở dịch vụ photocopy | 3 | 0",
        ),
        "Phát thanh truyền hình": ("Cấp giấy phép thiết lập trang thông tin điện tử tổng hợp | 10 | 0",),
    },
    "so-tu-phap": {
        "Lý lịch tư pháp": ("Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam | 10 | 200",),
        "Công chứng": (
            "Đăng ký hành nghề và cấp thẻ công chứng viên | 5 | 100", "Bổ nhiệm công chứng viên | 30 | 500",
        ),
        "Quốc tịch": ("Xin thôi quốc tịch Việt Nam | 20 | 2500",),
        "Đấu giá tài sản": ("Cấp lại Giấy đăng ký hoạt động doanh nghiệp đấu giá tài sản | 7 | 500",),
    },
    "so-van-hoa-the-thao-va-du-lich": {
        "Quảng cáo": ("Thông báo sản phẩm quảng cáo trên bảng quảng cáo, băng-rôn | 5 | 0",),
        "Du lịch": (
            "Cấp thẻ hướng dẫn viên du lịch nội địa | 15 | 650",
            "Công nhận hạng cơ sở lưu trú du lịch 1 sao, 2 sao, 3 sao | 30 | 1500",
        ),
        "Thể dục thể thao": ("Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao | 7 | 1000",),
        "Nghệ thuật biểu diễn": ("Thông báo tổ chức biểu diễn nghệ thuật | 3 | 0",),
    },
    "so-xay-dung": {
        "Hoạt động xây dựng": (
            "Cấp chứng chỉ hành nghề hoạt động xây dựng hạng II, III | 20 | 300",
            "Cấp chứng chỉ năng lực hoạt động xây dựng hạng II, III | 20 | 1000",
            "Thẩm định Báo cáo nghiên cứu khả thi đầu tư xây dựng | 25 | 5000",
            "Cấp giấy phép xây dựng công trình cấp I, cấp II | 20 | 150",
        ),
        "Quy hoạch xây dựng": ("Cung cấp thông tin quy hoạch xây dựng | 10 | 0",),
    },
    "so-y-te": {
        "Khám bệnh, chữa bệnh": (
            "Cấp chứng chỉ hành nghề khám bệnh, chữa bệnh | 30 | 360",
            "Cấp giấy phép hoạt động đối với phòng khám đa khoa | 30 | 5700",
            "Cho phép tổ chức khám sức khỏe lưu động | 10 | 0",
        ),
        "Dược phẩm": (
            "Cấp Chứng chỉ hành nghề dược | 20 | 500",
            "Cấp Giấy chứng nhận đủ điều kiện kinh doanh dược cho nhà thuốc | 20 | 1000",
        ),
        "An toàn thực phẩm": ("Đăng ký bản công bố sản phẩm nhập khẩu | 7 | 1500",),
    },
    "ban-quan-ly-cac-khu-cong-nghiep": {
        "Đầu tư": (
            "Cấp Giấy chứng nhận đăng ký đầu tư trong khu công nghiệp | 15 | 0",
            "Điều chỉnh dự án đầu tư trong khu công nghiệp | 10 | 0",
        ),
        "Lao động": ("Cấp giấy phép lao động trong khu công nghiệp | 5 | 600", "Đăng ký nội quy lao động | 7 | 0"),
    },
    "province": {
        "Văn phòng": ("Tiếp nhận, trả lời kiến nghị về quy định hành chính | 15 | 0",),
        "Khiếu nại, tố cáo": ("Giải quyết khiếu nại lần đầu | 30 | 0", "Xử lý đơn tại cấp tỉnh | 10 | 0"),
    },
    "district": {
        "Hộ tịch": (
            "Đăng ký khai sinh | 1 | 0", "Đăng ký khai tử | 1 | 0", "Đăng ký kết hôn | 1 | 0",
            "Cấp bản sao trích lục hộ tịch | 1 | 8", "Thay đổi, cải chính, bổ sung thông tin hộ tịch | 3 | 28",
            "Cấp Giấy xác nhận tình trạng hôn nhân | 3 | 15",
            "Liên thông đăng ký khai sinh, cấp thẻ bảo hiểm y tế | 4 | 0",
        ),
        "Chứng thực": (
            "Chứng thực bản sao từ bản chính | 0 | 2", "Chứng thực chữ ký | 0 | 10",
            "Chứng thực hợp đồng, giao dịch | 2 | 50",
        ),
        "Thành lập và hoạt động của hộ kinh doanh": (
            "Đăng ký thành lập hộ kinh doanh | 3 | 100", "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh | 3 | 100",
            "Chấm dứt hoạt động hộ kinh doanh | 3 | 0",
        ),
        "Bảo trợ xã hội": (
            "Thực hiện trợ cấp xã hội hằng tháng | 22 | 0", "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ | 5 | 0",
            "Xác định mức độ khuyết tật | 25 | 0",
        ),
        "Đất đai": (
            "Cấp Giấy chứng nhận quyền sử dụng đất lần đầu | 20 | 100", "Chuyển mục đích sử dụng đất | 15 | 100",
        ),
        "Hoạt động xây dựng": ("Cấp giấy phép xây dựng nhà ở riêng lẻ | 15 | 75",),
        "Giáo dục và đào tạo": ("Chuyển trường đối với học sinh trung học cơ sở | 2 | 0",),
        "Lưu thông hàng hóa": ("Cấp Giấy phép bán lẻ rượu | 10 | 400",),
    },
}  # fmt: skip


#: Hardly ever asked for: most months have no dossier of these.
_SELDOM = (
    "Cấp Giấy chứng nhận đủ điều kiện sản xuất hóa chất", "Cấp Giấy phép bán buôn rượu trên địa bàn tỉnh",
    "Cho phép trung tâm ngoại ngữ, tin học hoạt động giáo dục", "Bổ nhiệm công chứng viên",
    "Cấp giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế", "Cấp giấy giới thiệu di chuyển hài cốt liệt sĩ",
    "Đăng ký mở lớp bồi dưỡng về tôn giáo", "Xin thôi quốc tịch Việt Nam", "Cấp giấy phép xuất bản bản tin",
    "Công nhận hạng cơ sở lưu trú du lịch 1 sao, 2 sao, 3 sao", "Cấp giấy phép khai thác nước dưới đất",
    "Cấp Giấy phép bán lẻ rượu", "Xác định mức độ khuyết tật",
)  # fmt: skip


@cache
def procedures_of(body: str, on: date) -> tuple[Procedure, ...]:
    """What a body settles on a day: the lists of the bodies it carries on, or that of its kind."""
    kinds = [first for first in first_bodies(body, on) if first in _TITLES] or [_kind(body)]
    return tuple(procedure for kind in kinds for procedure in _list(kind))


def _kind(body: str) -> str:
    return "district" if body.startswith("ubnd-") and level(body) != "province" else "province"


@cache
def _list(kind: str) -> tuple[Procedure, ...]:
    lines = [(field, line) for field, lines in _TITLES[kind].items() for line in lines]
    return tuple(_procedure(kind, field, line, place) for place, (field, line) in enumerate(lines))


def _procedure(kind: str, field: str, line: str, place: int) -> Procedure:
    """One procedure of a list; the first of each is in demand and wholly online."""
    title, days, thousands = (part.strip() for part in line.split("|"))
    serial = list(_TITLES).index(kind) * 37 + place * 3 + 10
    luck = 0.0 if place == 0 else noise("procedure", kind, title)
    # every third procedure of a department is not offered online; nearly everything of a district is
    offered = "full" if luck < 0.45 else "partial" if luck < (0.94 if kind == "district" else 0.7) else "none"
    return Procedure(
        code=f"{1 + serial % 2}.{1000 + serial:04}{place % 4}0",
        title=title,
        field=field,
        days=int(days),
        level=offered,
        fee=int(thousands) * 1000,
        weight=0.003 if title in _SELDOM else 8.0 / (1 + place) + 4 * luck,
    )
