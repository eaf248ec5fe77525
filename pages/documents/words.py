"""What the commands say, in Vietnamese and English. Findings have their own catalogue in schemas."""

from __future__ import annotations

_WORDS = {
    "state.loaded": (
        "{file}: đã nạp {accepted} dòng; {non_data} dòng không phải số liệu; {warnings} cảnh báo",
        "{file}: {accepted} rows loaded; {non_data} rows that are no data; {warnings} warnings",
    ),
    "state.partly": (
        "{file}: nạp được một phần: {accepted} dòng đã nạp, {quarantined} dòng bị giữ lại chờ sửa,"
        " {non_data} dòng không phải số liệu; {errors} lỗi, {warnings} cảnh báo",
        "{file}: partly loaded: {accepted} rows loaded, {quarantined} quarantined,"
        " {non_data} that are no data; {errors} errors, {warnings} warnings",
    ),
    "state.refused": (
        "{file}: không nạp được; tệp đã được lưu, xin sửa theo các lỗi dưới đây rồi gửi lại",
        "{file}: refused; the file is kept, please mend what is listed and send it again",
    ),
    "state.noop": (
        "{file}: tệp này đã được nạp và đang là số liệu hiện hành, không có gì thay đổi;"
        " {quarantined} dòng vẫn bị giữ lại, {errors} lỗi",
        "{file}: this file has been loaded and is current, nothing changes;"
        " {quarantined} rows are still quarantined, {errors} errors",
    ),
    "waiting.quiet": ("{file}: vừa mới thay đổi, sẽ nạp ở lượt sau", "{file}: has just changed, waits for the next drain"),
    "waiting.inbox": (
        "{n} tệp trong hộp nhận, chờ lượt nạp sau: {files}",
        "Files in the inbox that wait for the next drain: {n} ({files})",
    ),
    "waiting.open": ("{file}: đang được mở, sẽ nạp ở lượt sau", "{file}: is open in another program, waits for the next drain"),
    "waiting.unreadable": (
        "{file}: không có quyền đọc; cấp quyền đọc cho tài khoản chạy Kho số",
        "{file}: may not be read; give the account that runs Kho số the right to read it",
    ),
    "waiting.incomplete": ("{file}: đang được sao chép dở", "{file}: is still being copied"),
    "inbox.empty": ("Hộp thư đến {folder} không có tệp nào.", "The inbox {folder} is empty."),
    "published": ("Đã công bố bản số liệu mới: {path}", "Published a new snapshot: {path}"),
    "unclaimed": ("trang tính không thuộc biểu mẫu nào: {sheets}", "sheets no form claims: {sheets}"),
    "understood.official": ("→ {form}, {sender}, {period}: {rows} dòng", "→ {form}, {sender}, {period}: {rows} rows"),
    "understood.estimate": (
        "→ {form}, {sender}, {period}, số ước: {rows} dòng",
        "→ {form}, {sender}, {period}, estimate: {rows} rows",
    ),
    "annotated": (
        "  Bảng tính có đánh dấu các ô cần sửa: {path}",
        "  The workbook with the cells to mend marked in it: {path}",
    ),
    "annotate.written": (
        "{file}: {errors} lỗi, {warnings} cảnh báo, đã đánh dấu trong {path}",
        "{file}: {errors} errors, {warnings} warnings, marked in {path}",
    ),
    "annotate.nothing": ("{file}: không có lỗi, không có gì để đánh dấu", "{file}: nothing was found, nothing to mark"),
    "annotate.cannot": (
        "{file}: {errors} lỗi, {warnings} cảnh báo; không đánh dấu được trong tệp này:",
        "{file}: {errors} errors, {warnings} warnings; they cannot be marked in this file:",
    ),
    "annotate.folder": (
        "{path}: nhiều tệp thì cần nêu một thư mục",
        "{path}: name a folder for several files",
    ),
    "annotate.ending": (
        "{path}: tệp trả lại có dạng {ending}; đặt tên kết thúc bằng {ending}, hoặc nêu một thư mục",
        "{path}: the file to give back is a {ending}; end the name in {ending}, or name a folder",
    ),
    "beyond": ("{file}, đối chiếu với các báo cáo khác:", "{file}, held against other reports:"),
    "annotated.count": (
        "Đã đánh dấu lỗi trong {count} bảng tính để trả lại người gửi: {folder}",
        "{count} workbooks marked for their senders: {folder}",
    ),
    "more-findings": ("… và {count} dòng nữa, xem {path}", "… and {count} more lines, see {path}"),
    "checked": (
        "{file}: {rows} dòng đạt, biểu mẫu {forms}; {errors} lỗi, {warnings} cảnh báo",
        "{file}: {rows} rows pass, form {forms}; {errors} errors, {warnings} warnings",
    ),
    "busy": (
        "Kho đang được ghi bởi {holder}. Chờ xong rồi chạy lại, hoặc thêm --wait để đợi.",
        "{holder} is writing the warehouse. Run again when it is done, or add --wait.",
    ),
    "no-snapshot": (
        "Chưa có bản số liệu nào được công bố. Đặt tệp vào {inbox} rồi chạy: khoso ingest",
        "Nothing has been published yet. Put files into {inbox} and run: khoso ingest",
    ),
    "contract-changed": (
        "Biểu mẫu {form} đã đổi ({difference}). Chạy: khoso rebuild",
        "The contract of {form} has changed ({difference}). Run: khoso rebuild",
    ),
    "disk-full": (
        "Hết chỗ trên đĩa tại {folder}: cần {needed} byte, còn {free}. Giải phóng chỗ trống rồi chạy lại; không mất dữ liệu.",
        "Disk full at {folder}: {needed} bytes needed, {free} free. Make room and run again; nothing is lost.",
    ),
    "snapshot-old": (
        "Bản số liệu do một phiên bản cũ của Kho số công bố. Chạy: khoso rebuild",
        "The snapshot was published by an older Kho số. Run: khoso rebuild",
    ),
    "query-error": ("Câu lệnh SQL không chạy được: {reason}", "The query failed: {reason}"),
    "query-timeout": ("Câu lệnh SQL quá lâu ({reason}). Thu hẹp câu hỏi.", "The query took too long ({reason}). Narrow it."),
    "query-too-large": (
        "Câu lệnh SQL cần nhiều bộ nhớ hơn mức cho phép ({reason}). Thu hẹp câu hỏi.",
        "The query needs more memory than it may use ({reason}). Narrow it.",
    ),
    "query-empty": (
        "Không có câu lệnh SQL nào. Ví dụ: khoso sql \"FROM mart.indicator_value LIMIT 5\"",
        "There is no SQL statement. For example: khoso sql \"FROM mart.indicator_value LIMIT 5\"",
    ),
    "query-several": (
        "Có nhiều câu lệnh SQL; mỗi lần chỉ hỏi một câu.",
        "There are several SQL statements; ask one at a time.",
    ),
    "query-statement": (
        "Không chạy câu lệnh {name}: ở đây chỉ được đọc. Dùng SELECT, FROM, WITH, VALUES, PIVOT, SUMMARIZE, DESCRIBE,"
        " SHOW, hoặc EXPLAIN của một câu như vậy.",
        "{name} is not run: here one can only read. Use SELECT, FROM, WITH, VALUES, PIVOT, SUMMARIZE, DESCRIBE, SHOW,"
        " or EXPLAIN of one of these.",
    ),
    "query-function": (
        "Không chạy hàm {name}(): ở đây chỉ đọc được các bảng của kho, không đọc tệp hay thay đổi gì.",
        "The function {name}() is not run: here one can only read the tables of the warehouse, no files, and change nothing.",
    ),
    "no-file": ("Không có tệp {file}.", "There is no file {file}."),
    "not-understood": (
        "«{text}» không rõ nghĩa ở chỗ này ({option}). Cần kỳ báo cáo như 2023-05, 5/2023, «Quý I/2023»;"
        " tên cơ quan, đơn vị có trong danh mục; ngày như 2023-05-16 hoặc số thứ tự lần nhận.",
        "«{text}» is not understood here ({option}). Write a period as 2023-05, 5/2023, 'Quý I/2023';"
        " an agency or unit by a name of the list; a moment as 2023-05-16 or the number of an arrival.",
    ),
    "too-few": (
        "«{number}» không dùng được ở chỗ này ({option}): cần số nguyên từ 1 trở lên.",
        "«{number}» will not do here ({option}): give a whole number from 1 on.",
    ),
    "no-such-form": (
        "Không có biểu mẫu {name}; gần giống: {near}. Mọi biểu mẫu: khoso dictionary.",
        "There is no form {name}; the nearest are {near}. All forms: khoso dictionary.",
    ),
    "contract-error": ("Biểu mẫu sai: {reason}", "A contract is wrong: {reason}"),
    "bad-row": ("Dòng cần có dạng LOAD:ROW, ví dụ 12:3 (cột _load_id và _row_id).", "A row is LOAD:ROW, such as 12:3 (columns _load_id and _row_id)."),
    "nothing-held": (
        "Lần nạp {place} không có dòng nào bị giữ lại. Xem: khoso quarantine list.",
        "Load {place} has no row in quarantine. See: khoso quarantine list.",
    ),
    "is-folder": ("{folder} là thư mục; cần một tệp.", "{folder} is a folder; a file is needed."),
    "no-load": (
        "Không có lần nạp {load}. Số các lần nạp: khoso sql \"FROM audit.load\", khoso quarantine list.",
        "There is no load {load}. Their numbers: khoso sql \"FROM audit.load\", khoso quarantine list.",
    ),
    "no-arrival": (
        "Không có lần nhận tệp {seq}. Xem: khoso status --arrivals.",
        "There is no arrival {seq}. See: khoso status --arrivals.",
    ),
    "not-of-one-form": (
        "Lần nạp {old} là biểu {old_form}, lần nạp {new} là biểu {new_form}: chỉ so được hai lần nạp của cùng một biểu.",
        "Load {old} is of the form {old_form}, load {new} of {new_form}: only loads of one form can be compared.",
    ),
    "nothing-in-both": (
        "Lần nhận {old} và {new} không có biểu nào của cùng nơi gửi, cùng kỳ để so sánh.",
        "Arrivals {old} and {new} have no form of one sender and one period to be compared.",
    ),
    "not-sent-twice": (
        "Chưa có hai lần gửi để so sánh: biểu {form}, nơi gửi {sender}, kỳ {period}.",
        "There are no two submissions to compare: form {form}, sender {sender}, period {period}.",
    ),
    "no-column": (
        "Biểu {form} không có cột {field}; có: {fields}.",
        "The form {form} has no column {field}; it has: {fields}.",
    ),
    "no-row": (
        "Biểu {form} không có dòng {load}:{row} (cột _load_id và _row_id).",
        "The form {form} has no row {load}:{row} (columns _load_id and _row_id).",
    ),
    "no-column-on-sheet": (
        "Trang tính {sheet} không có cột nào cho {form}.{field}.",
        "The sheet {sheet} has no column for {form}.{field}.",
    ),
    "superseded": (
        "Lần nạp {load} đã được lần nạp {by} thay thế nên không nạp lại; nếu cần, sửa lần nạp {by}.",
        "Load {load} was superseded by load {by} and is not replayed; correct load {by} where that is needed.",
    ),
    "not-corrections": (
        "Tệp sửa không dùng được ({reason}). Lập tệp bằng: khoso quarantine show LOAD -o sua.xlsx, chỉ sửa các dòng bị giữ lại.",
        "The sheet of corrections cannot be used ({reason}). Make one with: khoso quarantine show LOAD -o corrections.xlsx,"
        " and correct rows that are held.",
    ),
    "quarantine.none": ("Không có dòng nào bị giữ lại.", "No row is held in quarantine."),
    "quarantine.load-needed": (
        "Cho biết số lần nạp: khoso quarantine show LOAD (xem khoso quarantine list).",
        "Name a load: khoso quarantine show LOAD (khoso quarantine list has them).",
    ),
    "quarantine.row": (
        "Dòng {load}:{row}, {file}, trang tính {sheet}, dòng {number}, biểu mẫu {form}",
        "Row {load}:{row}, {file}, sheet {sheet}, row {number}, form {form}",
    ),
    "quarantine.column": (
        "Dòng {load}:{row}, {file}, trang tính {sheet}, cột {number}, biểu mẫu {form}",
        "Row {load}:{row}, {file}, sheet {sheet}, column {number}, form {form}",
    ),
    "quarantine.typed": ("đọc được: {values}", "read as: {values}"),
    "quarantine.written": (
        "Đã ghi {rows} dòng bị giữ lại vào {path}. Sửa các ô rồi chạy: khoso quarantine replay --corrections {path}",
        "Wrote {rows} held rows to {path}. Correct the cells, then run: khoso quarantine replay --corrections {path}",
    ),
    "replay.nothing": (
        "Không có gì cần nạp lại: mọi số liệu hiện hành đã được đọc theo biểu mẫu hiện nay.",
        "Nothing to replay: everything that counts was read under today's contracts.",
    ),
    "rebuilt": ("Đã dựng lại kho từ {arrivals} lần nhận tệp.", "The warehouse was rebuilt from {arrivals} arrivals."),
    "no-form": ("{file}: không tìm thấy bảng nào để phác thảo biểu mẫu.", "{file}: no table was found to draft a form from."),
    "new-form.there": (
        "{path} đã có và có thể đã được sửa; nêu tên tệp khác, hoặc xóa tệp đó trước.",
        "{path} is there already and may have been worked on; name another file, or remove that one first.",
    ),
    "new-form.written": (
        "Đã phác thảo {path}. Điền các chỗ TODO (tên tiếng Anh, hạn gửi), đặt lại tên cột, rồi thử: khoso check",
        "Drafted {path}. Fill in what says TODO (English names, the due day), rename columns, then try: khoso check",
    ),
    "template": ("Đã tạo biểu trống {path}", "Wrote the blank workbook {path}"),
    "template.nobody": ("Không có cơ quan nào phải gửi biểu {form} ở địa bàn đó.", "No body of that name or unit owes {form}."),
    "template.ending": (
        "{path}: biểu trống chỉ ghi được dạng .xlsx; đặt tên tệp kết thúc bằng .xlsx",
        "{path}: a template is an .xlsx workbook; end the name in .xlsx",
    ),
    "environment": ("Không chạy được: {reason}", "Cannot run: {reason}"),
    "serving": (
        "Kho số đang chạy. Đặt tệp vào {inbox}; xem lịch chạy tại {url}. Dừng: Ctrl-C.",
        "Kho số is serving. Put files into {inbox}; watch the runs at {url}. Stop: Ctrl-C.",
    ),
    "serving.login": (
        "Trang theo dõi hỏi mật khẩu: dán nguyên dòng mà lệnh khoso credential in ra.",
        "The pages ask for a password: paste the whole line that khoso credential prints.",
    ),
    "serving.in-clear": (
        "Cảnh báo: mật khẩu được gửi đến {url} không mã hóa, ai ở giữa đường truyền cũng đọc được. Dùng địa chỉ https://.",
        "Warning: the credential goes to {url} unencrypted, for anybody on the way to read. Use an https:// address.",
    ),
    "credential.new": (
        "Đã đổi thông tin đăng nhập. Máy chủ đang chạy vẫn nhận thông tin cũ: dừng khoso serve rồi chạy lại.",
        "A new credential. A server that runs still takes the old one: stop khoso serve and start it again.",
    ),
    "port-unusable": (
        "Không dùng được cổng {port}: {reason}. Có thể một khoso serve khác đang chạy; nếu không, chọn cổng khác bằng --port.",
        "Port {port} cannot be used: {reason}. Another khoso serve may be running; if not, choose another with --port.",
    ),
    "no-credential": (
        "Không chạy: PREFECT_API_URL trỏ đến máy chủ {host} không nằm trên máy này mà không có thông tin đăng nhập;"
        " ai ghi được vào máy chủ đó cũng chạy được lệnh trên máy này."
        " Đặt mật khẩu cho máy chủ đó rồi ghi vào PREFECT_API_AUTH_STRING dạng người-dùng:mật-khẩu.",
        "Not started: PREFECT_API_URL names {host}, a server not on this machine, and no credential goes with it;"
        " whoever can write to that server could run commands here."
        " Give that server a credential and set PREFECT_API_AUTH_STRING to it, as user:secret.",
    ),
    "serving.mute": (
        "Chưa gửi được thông báo qua {block} (KHOSO_NOTIFY): {reason}. Thư nhắc vẫn được ghi vào outbox; hãy tạo khối này ở {url}/blocks.",
        "Nobody can be notified through {block} (KHOSO_NOTIFY): {reason}. Reminders are still written to the outbox; make the block at {url}/blocks.",
    ),
    "rows-cut": ("… chỉ hiện {n} dòng đầu", "… first {n} rows shown"),
    "bad-ending": (
        "{path}: không rõ định dạng; đặt tên tệp kết thúc bằng .xlsx, .csv hoặc .parquet",
        "{path}: no format is known by that ending; end the name in .xlsx, .csv or .parquet",
    ),
    "too-many-rows": (
        "Câu trả lời không vừa một trang Excel (1.048.575 dòng); dùng -o x.csv hoặc x.parquet",
        "The answer does not fit on an Excel sheet (1,048,575 rows); use -o x.csv or x.parquet",
    ),
    "written": ("Đã ghi {rows} dòng vào {path}", "Wrote {rows} rows to {path}"),
    "report.article": ("Chuyển đổi số của tỉnh, số liệu đến ngày {day}", "The province's digital transformation, figures as of {day}"),
    "report.targets": ("Mục tiêu và hiện trạng:", "Targets, and where the province stands:"),
    "report.as-of": ("đến ngày {day}", "as of {day}"),
    "report.nothing": ("chưa có số liệu", "no figure yet"),
    "report.stands": ("hiện ở mức {value} (đến ngày {day})", "now at {value} (as of {day})"),
    "report.more-cells": ("… và {n} ô khác (--json cho đủ)", "… and {n} more cells (all of them with --json)"),
    "report.all-met": ("Không có đơn vị nào dưới chỉ tiêu trong kỳ {period}.", "Nobody is below target in {period}."),
    "report.no-targets": (
        "Chưa có số liệu nào của kỳ {period} để so với chỉ tiêu.",
        "No figure of {period} stands beside a target yet.",
    ),
    "below.subject": ("Đơn vị", "Body"),
    "below.indicator": ("Chỉ tiêu", "Indicator"),
    "below.target": ("Giao", "Target"),
    "below.value": ("Đạt", "Reached"),
    "below.gap": ("Còn thiếu", "Gap"),
    "below.to-do": ("Cần", "Needed"),
    "below.accountable": ("Chịu trách nhiệm", "Accountable"),
    "below.numerator": ("Tử số", "Numerator"),
    "below.denominator": ("Mẫu số", "Denominator"),
    "below.legal-basis": ("Căn cứ", "Legal basis"),
    "below.more": ("thêm {n} {counted}", "{n} more {counted}"),
    "below.fewer": ("bớt {n} {counted}", "{n} fewer {counted}"),
    "below.country": ("Cả nước", "The country"),
    "dictionary-written": ("Đã ghi từ điển dữ liệu vào {path}", "Wrote the dictionary to {path}"),
    "rules-written": ("Đã ghi {count} trang quy tắc vào {path}", "Wrote {count} pages of rules to {path}"),
    "rules.unknown": ("Không có quy tắc {id}. Gõ khoso rules để xem tất cả.", "There is no rule {id}. khoso rules lists them all."),
    "rules.near": ("Không có quy tắc {id}. Có phải: {near}?", "There is no rule {id}. Did you mean {near}?"),
    "checked.drafts": (
        "Quy tắc thử nghiệm, chỉ đếm, không báo người gửi: {count} chỗ",
        "Rules on trial, counted and not told to the sender: {count} findings",
    ),
    "change.of": (
        "{form}, {sender}, {period}: lần nạp {old} và {new}: {cells} ô thay đổi ở {changed} dòng, {added} dòng thêm,"
        " {gone} dòng bỏ, {held} dòng nay bị giữ lại",
        "{form}, {sender}, {period}: loads {old} and {new}: {cells} cells changed in {changed} rows, {added} rows added,"
        " {gone} gone, {held} held now",
    ),
    "change.hidden": ("(thông tin cá nhân)", "(personal)"),
    "change.empty": ("(trống)", "(empty)"),
    "change.asked": (
        "Cho biết hai lần nạp (khoso diff 3 7), hoặc --form, --sender và --period.",
        "Name two loads (khoso diff 3 7), or give --form, --sender and --period.",
    ),
    "diff.none": ("Hai phiên bản như nhau.", "The two versions are the same."),
    "diff.form-added": ("{form}: biểu mẫu mới.", "{form}: a new form."),
    "diff.form-removed": ("{form}: bỏ biểu mẫu.", "{form}: the form is gone."),
    "diff.form-renamed": ("{form}: đổi tên thành {new}.", "{form}: is now called {new}."),
    "diff.term-changed": ("{form}: {name} đổi từ «{old}» thành «{new}».", "{form}: {name} was '{old}', is '{new}'."),
    "diff.column-added": ("{form}.{name}: cột mới «{new}», kỳ trước để trống.", "{form}.{name}: a new column '{new}', null for the past."),
    "diff.column-owed": (
        "{form}.{name}: cột mới «{new}» bắt buộc mà không có since=.",
        "{form}.{name}: a new column '{new}' that must be there and has no since=.",
    ),
    "diff.column-removed": ("{form}.{name}: bỏ cột «{old}»; nên đặt until=.", "{form}.{name}: the column '{old}' is gone; give it until= instead."),
    "diff.column-renamed": ("{form}.{old}: đổi tên trong kho thành {new}.", "{form}.{old}: is stored as {new} now."),
    "diff.kind-changed": ("{form}.{name}: kiểu {old} đổi thành {new}.", "{form}.{name}: was of kind {old}, is {new}."),
    "diff.personal-changed": ("{form}.{name}: thông tin cá nhân đổi từ {old} thành {new}.", "{form}.{name}: personal was {old}, is {new}."),
    "diff.meaning-changed": ("{form}.{name}: «{old}» đổi thành «{new}».", "{form}.{name}: was '{old}', is '{new}'."),
    "diff.heading-added": ("{form}.{name}: nhận thêm tiêu đề «{new}».", "{form}.{name}: the heading '{new}' is accepted too."),
    "diff.heading-removed": (
        "{form}.{name}: không nhận tiêu đề «{old}» nữa; nên ghi was(…, until=…).",
        "{form}.{name}: the heading '{old}' is refused; write was(…, until=…) instead.",
    ),
    "diff.heading-dated": ("{form}.{name}: tiêu đề «{old}» có thời hạn ({new}).", "{form}.{name}: the heading '{old}' holds for a time ({new})."),
    "diff.span-changed": ("{form}.{name}: thời gian dùng cột từ {old} thành {new}.", "{form}.{name}: the column's time was {old}, is {new}."),
    "diff.now-required": ("{form}.{name}: nay bắt buộc phải có cột.", "{form}.{name}: the column must be there now."),
    "diff.demand-tightened": ("{form}.{name}: «{old}» thành «{new}».", "{form}.{name}: '{old}' became '{new}'."),
    "diff.demand-loosened": ("{form}.{name}: «{old}» thành «{new}».", "{form}.{name}: '{old}' became '{new}'."),
    "diff.rule-added": ("{form}: quy tắc mới {name} ({new}).", "{form}: a new rule {name} ({new})."),
    "diff.rule-changed": ("{form}: quy tắc {name} từ «{old}» thành «{new}».", "{form}: the rule {name} was '{old}', is '{new}'."),
    "diff.rule-removed": ("{form}: bỏ quy tắc {name} ({old}).", "{form}: the rule {name} is gone ({old})."),
    "effect.rebuild": ("Phải dựng lại kho: khoso rebuild.", "The warehouse must be rebuilt: khoso rebuild."),
    "effect.refused": ("Tệp gửi theo mẫu cũ sẽ bị trả lại.", "Workbooks made before are refused."),
    "effect.meaning": ("Số liệu cũ và mới không cùng nghĩa: dựng lại kho và báo người dùng.", "Old and new figures mean different things: rebuild, and tell those who use them."),
    "effect.stricter": ("Sẽ giữ lại nhiều dòng hơn.", "More rows will be quarantined."),
    "effect.fine": ("Không ảnh hưởng số liệu đã có.", "Nothing breaks."),
    "owed.heading": ("Báo cáo phải nộp, tính đến hết ngày {day}", "Reports owed, as of the evening of {day}"),
    "owed.nothing": ("Không có báo cáo nào phải nộp, tính đến hết ngày {day}.", "No report is owed as of the evening of {day}."),
    "owed.standing": (
        "{form}, {period}: hạn {due}, đã nhận {received}/{owed}, quá hạn {outstanding}",
        "{form}, {period}: due {due}, {received} of {owed} received, {outstanding} overdue",
    ),
    "owed.summary": (
        "Đã đến hạn {due}: đã nhận {received} ({received_pct} %), đúng hạn {in_time} ({in_time_pct} %), chưa nộp {outstanding}",
        "Due {due}: received {received} ({received_pct} %), in time {in_time} ({in_time_pct} %), outstanding {outstanding}",
    ),
    "owed.column.body": ("Cơ quan", "Body"),
    "owed.column.form": ("Biểu mẫu", "Form"),
    "owed.column.period": ("Kỳ", "Period"),
    "owed.column.due": ("Hạn gửi", "Due"),
    "owed.column.state": ("Tình trạng", "State"),
    "owed.column.received-on": ("Ngày nhận", "Received on"),
    "owed.column.days-late": ("Số ngày chậm", "Days late"),
    "owed.column.times-sent": ("Số lần gửi", "Times sent"),
    "reminded": ("Đã viết {n} thư nhắc vào {folder}", "{n} reminders are in {folder}"),
    "reminded.body": ("{name}: {n} báo cáo", "{name}: {n} reports"),
    "reminded.not-notified": ("Không gửi được qua {block}: {reason}", "{block} could not be notified: {reason}"),
    "doctor.root": ("thư mục dữ liệu ghi được", "data root can be written"),
    "doctor.disk": ("chỗ trống trên đĩa", "free space on the disk"),
    "doctor.contracts": ("biểu mẫu", "forms"),
    "doctor.snapshot": ("bản đã công bố", "published snapshot"),
    "doctor.prefect": ("máy chủ Prefect", "Prefect server"),
    "site.built": (
        "{page}: {files} tệp; vừa ghi {written}, bỏ {removed}",
        "{page}: {files} files; {written} written now, {removed} removed",
    ),
    "not-a-site": (
        "{folder} đang có tệp khác, không phải các trang do khoso site lập. Chọn thư mục trống.",
        "{folder} holds other files than a site of khoso. Name an empty folder.",
    ),
    "reading": ("Đang đọc", "Reading"),
    "demo.writing": ("Đang tạo bộ mẫu của cả tỉnh", "Making the sample province"),
    "demo.loaded": ("Đã nạp", "Loaded"),
    "demo.form": (
        "{sector}, {form}: {files} tệp, {accepted} dòng đã nạp, {quarantined} dòng bị giữ lại",
        "{sector}, {form}: {files} files, {accepted} rows loaded, {quarantined} quarantined",
    ),
    "demo.quarantined": ("Bị giữ lại và lý do", "Quarantined, and why"),
    "demo.next": (
        "Hỏi tiếp:  KHOSO_HOME={home} .venv/bin/khoso report article --period 2023-05 --trace\n"
        "           KHOSO_HOME={home} .venv/bin/khoso sql \"FROM mart.indicator_value\"\n"
        "           KHOSO_HOME={home} .venv/bin/khoso site {home}/site",
        "Ask more:  KHOSO_HOME={home} .venv/bin/khoso report article --period 2023-05 --trace\n"
        "           KHOSO_HOME={home} .venv/bin/khoso sql \"FROM mart.indicator_value\"\n"
        "           KHOSO_HOME={home} .venv/bin/khoso site {home}/site",
    ),
}  # fmt: skip


def say(key: str, lang: str, **values: object) -> str:
    """One message in one language."""
    return _WORDS[key][0 if lang == "vi" else 1].format(**values)
