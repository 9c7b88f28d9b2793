## Lời mời, nhắc việc, thay đổi lịch.

dear = Kính gửi đồng chí { $name }.
dear-all = Kính gửi các đồng chí.
invite-letter =
    Chi ủy { $cell } kính mời đồng chí dự { $heading }.
    Thời gian: { $time }.
    Địa điểm: { $place }.
    Tài liệu: đề nghị xem trên Sổ tay đảng viên điện tử.
    Đề nghị đồng chí trả lời trước { $deadline }.
invite-moved =
    Chi ủy { $cell } xin thông báo đổi lịch { $heading }: từ { $former } chuyển sang { $time }.
    Địa điểm: { $place }.
    Xác nhận trước đây không còn hiệu lực; đề nghị đồng chí xác nhận lại trước { $deadline }.
invite-moved-group = Kính gửi các đồng chí. Đổi lịch { $heading }: từ { $former } chuyển sang { $time }, địa điểm: { $place }. Xác nhận trước đây không còn hiệu lực; đề nghị các đồng chí xác nhận lại.
invite-monitor =
    Chi ủy { $cell } kính báo đồng chí phụ trách: { $heading }.
    Thời gian: { $time }.
    Địa điểm: { $place }.
invite-monitor-moved = { $cell } đổi lịch { $heading }: từ { $former } chuyển sang { $time }, địa điểm: { $place }.
remind-lead = { $days ->
    [0] Nhắc lịch hôm nay.
    [1] Nhắc lịch ngày mai.
   *[other] Nhắc lịch: còn { $days } ngày.
}
remind-letter =
    Nhắc lịch { $heading }.
    Thời gian: { $time }.
    Địa điểm: { $place }.
    Nếu có thay đổi, đề nghị đồng chí nhắn BÁO VẮNG.
nudge-letter = Chi ủy chưa nhận được xác nhận của đồng chí về { $heading }, { $time }, địa điểm: { $place }. Đề nghị đồng chí trả lời trước { $deadline }.
nudge-late = Chi ủy chưa nhận được xác nhận của đồng chí về { $heading }, { $time }, địa điểm: { $place }. Đề nghị đồng chí trả lời ngay khi đọc tin này.
notice-cancelled = { $cell } thông báo: { $heading } ({ $time }) không tổ chức như đã mời.{ $why } Các xác nhận trước đây không còn hiệu lực.
notice-place = { $cell } thông báo đổi địa điểm { $heading } ({ $time }): { $place }. Thời gian và các xác nhận giữ nguyên.
notice-why = { " " }Lý do: { $why }.
