## Kỳ sinh hoạt: tên gọi, thời gian, địa điểm.

meeting-heading-regular = sinh hoạt thường kỳ kỳ tháng { $period }
meeting-heading-themed = sinh hoạt chuyên đề kỳ tháng { $period }
meeting-heading-combined = sinh hoạt thường kỳ gắn với chuyên đề kỳ tháng { $period }
meeting-heading-committee = họp chi ủy kỳ tháng { $period }
meeting-heading-extraordinary = sinh hoạt bất thường tháng { $period }
meeting-place-open = Chi ủy sẽ thông báo sau

## Danh sách và loại kỳ họp.

meeting-list = Lịch của { $cell }:
meeting-line = • { $heading }: { $time }, địa điểm: { $place }
meeting-kind-regular = Thường kỳ
meeting-kind-combined = Thường kỳ gắn với chuyên đề
meeting-kind-themed = Chuyên đề
meeting-kind-committee = Chi ủy
meeting-kind-extraordinary = Bất thường
meeting-button-new = Tạo kỳ họp
meeting-button-move = Đổi lịch
meeting-button-off = Hủy kỳ họp
meeting-button-rule = Lịch hằng tháng
meeting-which-cell = Đồng chí chọn tổ chức:
meeting-which-kind = { $cell }: đồng chí tạo kỳ họp nào?
meeting-which = { $cell }: đồng chí chọn kỳ họp:
meeting-closed = Kỳ họp này đã bắt đầu hoặc đã hủy, không thay đổi được nữa.

## Tạo và đổi lịch.

meeting-ask-when = Đề nghị đồng chí cho biết ngày và giờ, ví dụ: "05/12 19h30" hoặc "thứ bảy tuần sau 7 giờ tối".
meeting-ask-new-time = { $heading } đang định vào { $time }. Đề nghị đồng chí cho biết thời gian mới; chỉ gõ ngày thì giữ giờ cũ, chỉ gõ giờ thì giữ ngày cũ.
meeting-ask-day = Đã có giờ. Đề nghị đồng chí cho biết ngày, ví dụ: "05/12" hoặc "thứ bảy tuần sau".
meeting-ask-time = Đã có ngày. Đề nghị đồng chí cho biết giờ, ví dụ: "19h30" hoặc "8 giờ sáng".
meeting-when-unclear = Trợ lý chưa rõ ngày giờ. Đề nghị đồng chí gõ như "05/12 19h30" hoặc "thứ bảy tuần sau 19h30".
meeting-no-such-day = Không có ngày này trong lịch. Đề nghị đồng chí gõ lại ngày và giờ.
meeting-no-such-time = Không có giờ này. Đề nghị đồng chí gõ lại ngày và giờ, giờ từ 0 đến 23.
meeting-in-past = { $time } đã qua. Đề nghị đồng chí gõ lại ngày và giờ.
meeting-too-far = { $time } còn hơn một năm nữa. Đề nghị đồng chí kiểm tra năm và gõ lại.
meeting-ask-place = Đề nghị đồng chí chọn hoặc gõ địa điểm.
meeting-place-long = Địa điểm dài quá { $most } ký tự. Đề nghị đồng chí gõ ngắn hơn.
meeting-button-place-open = Thông báo địa điểm sau
meeting-button-place-only = Chỉ đổi địa điểm
meeting-button-again = Sửa thời gian
meeting-button-period = Tính là kỳ tháng { $period }
meeting-confirm-new = Đề nghị đồng chí xác nhận: { $cell } tổ chức { $heading } vào { $time }, địa điểm: { $place }.
meeting-confirm-move = Đề nghị đồng chí xác nhận: { $heading } chuyển từ { $former } sang { $time }, địa điểm: { $place }. Các xác nhận trước đây hết hiệu lực; mọi đồng chí sẽ được hỏi lại.
meeting-confirm-place = Đề nghị đồng chí xác nhận: { $heading } ({ $time }) chuyển địa điểm sang { $place }. Các xác nhận giữ nguyên.
meeting-warn-holiday = ⚠ Ngày này là ngày nghỉ lễ.
meeting-warn-weekend = ⚠ Ngày này là ngày nghỉ cuối tuần.
meeting-warn-hour = ⚠ Giờ này ngoài giờ sinh hoạt thông thường.
meeting-warn-soon = ⚠ Chưa đầy một ngày nữa: có đồng chí có thể chưa kịp biết.
meeting-warn-period = ⚠ Kỳ này đã có { $heading }, { $time }.
meeting-warn-same-day = ⚠ Cùng ngày đã có { $heading }, { $time }.
meeting-made = Đã lên lịch { $heading }: { $time }, địa điểm: { $place }.
meeting-moved = Đã đổi lịch { $heading } sang { $time }, địa điểm: { $place }.
meeting-place-changed = Đã đổi địa điểm { $heading } ({ $time }): { $place }. Trợ lý sẽ báo các đồng chí đã được mời.
meeting-unchanged = { $heading } vẫn vào { $time } như đã định. Không có gì thay đổi.
meeting-invited-now = Lời mời được gửi ngay.
meeting-invited-on = Lời mời sẽ được gửi vào { $date }.
meeting-made-by-rule = Kính gửi Chi ủy { $cell }. Theo lịch hằng tháng, Trợ lý đã lên lịch { $heading }: { $time }, địa điểm: { $place }. Nếu cần thay đổi, đề nghị chọn "Đổi lịch".
meeting-changed-meanwhile = Kỳ họp này vừa được một đồng chí khác đổi sang { $time }. Chưa có gì thay đổi thêm; đề nghị đồng chí xem lại bằng /hop.

## Hủy kỳ họp.

meeting-ask-why = Hủy { $heading } ({ $time }): đề nghị đồng chí gõ lý do. Mọi đồng chí được mời sẽ đọc lý do này.
meeting-button-no-reason = Không nêu lý do
meeting-button-keep = Giữ lại kỳ họp
meeting-button-call-off = Hủy kỳ họp này
meeting-confirm-off = Đề nghị đồng chí xác nhận: { $cell } không tổ chức { $heading } ({ $time }).{ $why } Việc hủy không lấy lại được.
meeting-called-off = Đã hủy { $heading } ({ $time }). Trợ lý sẽ báo các đồng chí đã được mời.
meeting-called-off-untold = Đã hủy { $heading } ({ $time }). Chưa có lời mời nào được gửi nên không ai phải báo lại.

## Lịch hằng tháng.

rule-none = { $cell } chưa đặt lịch họp hằng tháng.
rule-shown = Lịch hằng tháng của { $cell }:
rule-day = { $day ->
    [-1] ngày cuối tháng, { $time }
   *[other] ngày { $day } hằng tháng, { $time }
}
rule-weekday = { $nth ->
    [1] { $weekday } đầu tiên trong tháng, { $time }
    [-1] { $weekday } cuối cùng trong tháng, { $time }
   *[other] { $weekday } lần thứ { $nth } trong tháng, { $time }
}
rule-shift-next-off = trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp
rule-shift-previous-off = trùng ngày nghỉ thì chuyển lên ngày làm việc trước đó
rule-shift-next-holiday = trùng ngày lễ thì chuyển sang ngày kế tiếp, cuối tuần vẫn họp
rule-shift-previous-holiday = trùng ngày lễ thì chuyển lên ngày trước đó, cuối tuần vẫn họp
rule-shift-none = không chuyển khi trùng ngày nghỉ
rule-serves-next = tính cho kỳ tháng sau
rule-dates = Các kỳ tới:
rule-date = • Kỳ { $period }: { $time }
rule-how = Để đặt lịch, đề nghị gõ một dòng, ví dụ: "ngày 5 hằng tháng 19h30, tránh ngày nghỉ" hoặc "thứ bảy đầu tháng 8h".
rule-unclear = Trợ lý chưa rõ ngày và giờ của lịch. Đề nghị gõ như "ngày 5 hằng tháng 19h30, tránh ngày nghỉ" hoặc "thứ bảy đầu tháng 8h".
rule-confirm = Đề nghị đồng chí xác nhận lịch hằng tháng của { $cell }:
rule-saved = Đã đặt lịch hằng tháng của { $cell }. Các kỳ sau sẽ tự được lên lịch.
rule-planned-stay = Kỳ đã lên lịch ({ $count }) giữ nguyên; muốn đổi, đề nghị dùng /doilich.
rule-dropped = { $cell } không còn lịch hằng tháng. Các kỳ họp do Chi ủy tự tạo bằng /hop.
rule-button-shift-next = Ngày nghỉ: chuyển sang sau
rule-button-shift-previous = Ngày nghỉ: chuyển lên trước
rule-button-shift-none = Ngày nghỉ: không chuyển
rule-button-weekend-fine = Cuối tuần vẫn họp
rule-button-weekend-avoid = Tránh cả cuối tuần
rule-button-serves-next = Tính cho kỳ tháng sau
rule-button-serves-same = Tính cho kỳ trong tháng
rule-button-drop = Bỏ lịch hằng tháng
