## Báo vắng gửi riêng Chi ủy. Không bao giờ gửi vào nhóm.

alert-absences =
    Riêng Chi ủy – { $heading }, { $when }:
    { $lines }
    Hiện có: dự { $attend }, muộn { $late }, vắng { $absent }, chưa trả lời { $silent }.
alert-declared = • Báo vắng: { $name } – { $reason }
alert-changed = • Đổi lý do vắng: { $name } – { $reason }
alert-withdrawn = • Rút báo vắng: { $name } – nay: { $now }
alert-after-start = { $reason } (báo sau giờ bắt đầu)
alert-more = … và { $count } đồng chí khác
alert-review = Xem xét báo vắng
alert-accept-name = Có lý do: { $name }
alert-refuse-name = Không lý do: { $name }

## Chi ủy xem xét báo vắng

absence-list = Riêng Chi ủy – báo vắng { $heading }: { $count } đồng chí, { $waiting } đang chờ xem xét. Chọn tên để xem và ghi ý kiến của Chi ủy.
absence-none = Hiện không có đồng chí nào vắng: { $heading }.
absence-choice = { $name } – { $reason } – { $state }
absence-no-word = không báo
absence-one =
    Đồng chí { $name } – { $heading }
    Đã báo: { $said }
    Hiện trạng: { $state }
absence-note = Lời nhắn: { $note }
absence-after-start = Báo sau giờ bắt đầu.
absence-decided-by = Người ghi: đồng chí { $name }.
absence-accept = Có lý do
absence-refuse = Không lý do
absence-done = Đã ghi: đồng chí { $name } – { $state }.
absence-own = Đồng chí không tự xem xét việc vắng của mình. Đề nghị đồng chí khác trong Chi ủy ghi.
absence-withdrawn = Đồng chí { $name } hiện không báo vắng kỳ này.
absence-told-excused = Chi ủy đã xem xét báo vắng của đồng chí: vắng có lý do – { $heading }, { $when }.
absence-told-unexcused = Chi ủy chưa công nhận lý do vắng của đồng chí – { $heading }, { $when }. Đề nghị đồng chí thu xếp dự hoặc trao đổi với Chi ủy.

## Kết quả sau kỳ sinh hoạt

result-present = có mặt
result-excused = vắng có lý do
result-unexcused = vắng không lý do
result-uncounted = không tính
result-waiting = chờ Chi ủy xem xét
result-summary =
    Riêng Chi ủy – kết quả { $heading }, { $when }:
    Có mặt { $present }/{ $expected }; vắng có lý do { $excused }; chờ Chi ủy xem xét { $waiting }; vắng không lý do { $unexcused }.
result-unexcused-names =
    Vắng không lý do:
    { $names }
result-waiting-names =
    Chờ Chi ủy xem xét:
    { $names }
result-name = • { $name }
result-name-said-yes = • { $name } (đã xác nhận dự)
result-name-absent = • { $name } ({ $reason })
result-told-present = Chi ủy đã điều chỉnh kết quả của đồng chí: có mặt – { $heading }, { $when }.
result-told-excused = Chi ủy đã ghi: đồng chí vắng có lý do – { $heading }, { $when }.
result-told-unexcused = Chi ủy ghi nhận đồng chí vắng chưa có lý do – { $heading }, { $when }. Đề nghị đồng chí trao đổi lý do với Chi ủy.
result-told-waiting = Kết quả của đồng chí đang chờ Chi ủy xem xét – { $heading }, { $when }.
result-told-uncounted = Chi ủy đã ghi: kỳ này không tính đối với đồng chí – { $heading }, { $when }.
result-own =
    Kết quả dự sinh hoạt của đồng chí năm { $year }:
    { $lines }
result-own-line = • Kỳ tháng { $period }: { $result }
result-own-share = Tỷ lệ dự: { $share } % số kỳ được tính.
result-own-none = Năm { $year } chưa có kỳ sinh hoạt nào được ghi kết quả cho đồng chí.

## Khi vắng nhiều: số liệu để Chi ủy trao đổi, không kết luận thay Chi ủy

ladder-lead = Riêng Chi ủy – sau { $heading }, { $when }:
ladder-alert =
    { $count } đồng chí cần được quan tâm:
    { $lines }
    { $advice } Số liệu tham khảo; đề nghị Chi ủy trao đổi.
ladder-first = • { $name } – vắng không lý do 1 kỳ trong năm
ladder-nearly = • { $name } – vắng có lý do { $times } kỳ liên tiếp
ladder-row = • { $name } – vắng có lý do { $times } kỳ liên tiếp
ladder-meet = • { $name } – vắng không lý do { $times } kỳ trong năm
ladder-months = • { $name } – vắng không lý do { $times } tháng trong năm
ladder-advice-talk = Đề nghị đồng chí Bí thư thăm hỏi.
ladder-advice-row = Đề nghị Chi ủy cân nhắc: miễn sinh hoạt có thời hạn hoặc chuyển sinh hoạt có phù hợp không.
ladder-advice-meet = Đề nghị Chi ủy gặp gỡ đồng chí.
ladder-advice-months = Đề nghị Chi ủy kiểm tra, xem xét theo quy định.
ladder-pass-on = Báo cáo cấp trên: { $name }
ladder-pass-on-yes = Gửi báo cáo
ladder-pass-on-ask = Gửi tới { $upper }: đồng chí { $name } ({ $cell }) vắng không lý do { $times } tháng trong năm { $year }. Đồng chí Bí thư xác nhận gửi?
ladder-passed-on = Đồng chí { $by }, Bí thư { $cell }, báo cáo { $upper }: đồng chí { $name } vắng không lý do { $times } tháng trong năm { $year }. Đề nghị xem xét theo quy định.
ladder-pass-on-done = Đã gửi báo cáo về đồng chí { $name } tới { $upper }.
ladder-pass-on-nobody = Chưa gửi được: { $upper } chưa có đồng chí nào liên kết với Trợ lý, hoặc báo cáo này đã gửi. Đề nghị báo cáo trực tiếp.
ladder-head-only = Việc báo cáo cấp trên do đồng chí Bí thư quyết định.
ladder-no-longer = Số liệu về đồng chí { $name } đã thay đổi, không còn ở mức báo cáo cấp trên.

## Tình hình trả lời, khi hết hạn trả lời hoặc khi Chi ủy hỏi

summary-deadline = Đã hết hạn trả lời. Riêng Chi ủy – tình hình { $heading }, { $when }:
summary-now = Riêng Chi ủy – tình hình { $heading }, { $when }:
summary-counts = Dự { $attend }, muộn { $late }, vắng { $absent }, chưa chắc { $unsure }, chưa trả lời { $silent }; chưa liên lạc được { $unreachable }. Tổng { $expected }.
summary-attend = Dự ({ $count }):
summary-late = Đến muộn ({ $count }):
summary-absent = Báo vắng ({ $count }):
summary-unsure = Chưa chắc ({ $count }):
summary-silent = Chưa trả lời ({ $count }):
summary-unreachable = Chưa liên kết hoặc Trợ lý chưa nhắn riêng được ({ $count }):
summary-others = Ngoài diện tính, đã xác nhận dự ({ $count }):
summary-name = • { $name }
summary-name-with = • { $name } – { $detail }
summary-minutes = { $minutes } phút
summary-minutes-open = chưa rõ bao lâu
summary-by-other = { $said } (ghi giúp)
summary-page = Trang { $page }/{ $pages }
summary-none = { $cell } hiện không có kỳ sinh hoạt nào sắp tới hoặc đang chờ ghi kết quả.
summary-which = Đồng chí xem tình hình của đơn vị nào?
