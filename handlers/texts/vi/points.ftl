## Đăng ký phát biểu.

points-choose =
    ĐĂNG KÝ PHÁT BIỂU
    { $meeting }
    { $time }
    Nhận ý kiến đến { $deadline }.
    { $written ->
        [0] Đồng chí chọn mục hoặc câu hỏi:
       *[other] Đồng chí đã đăng ký { $written } ý kiến. Đồng chí chọn mục hoặc câu hỏi:
    }
points-choose-first = Đề nghị đồng chí chọn mục muốn phát biểu bằng nút hoặc số ở tin trên. Nếu có mã ẩn danh, đề nghị gõ đủ 12 ký tự của mã.
points-on-item = Mục { $number }. { $text }
points-on-question = Câu hỏi { $number }: { $text }
points-on-removed = Mục đã bỏ: { $text }
points-on-other = Nội dung khác
points-small-circle = Lưu ý: chi bộ chỉ có { $count } đồng chí; nội dung và cách viết vẫn có thể cho biết ai viết.
points-named-or-not =
    { $target }

    Đồng chí phát biểu nêu tên hay gửi ý kiến ẩn danh?
    Nêu tên: Chi ủy thấy tên và mời phát biểu.
    Ẩn danh: Trợ lý không lưu ai đã viết; đồng chí nhận một mã để xem, sửa, rút.
points-ask-named =
    { $target }

    Đề nghị đồng chí gõ ý chính (tối đa { $most } ký tự), hoặc bỏ qua nếu chỉ đăng ký.
    Không nêu nhận xét về cá nhân, nhân sự, kỷ luật qua Trợ lý; đề nghị trao đổi trực tiếp với Chi ủy.
points-ask-anonymous =
    { $target }
    (ẩn danh)

    Đề nghị đồng chí gõ ý kiến (tối đa { $most } ký tự), hoặc bỏ qua nếu chỉ đề nghị chi bộ bàn mục này.
    Không nêu nhận xét về cá nhân, nhân sự, kỷ luật qua Trợ lý; không viết điều cho biết đồng chí là ai.
points-ask-again =
    { $target }
    Đã ghi: { $text }

    Đề nghị đồng chí gõ nội dung mới (tối đa { $most } ký tự).
points-too-long = Nội dung dài hơn { $most } ký tự: thừa { $over } ký tự. Dưới đây là phần vừa đủ; đồng chí gửi phần này hoặc gõ lại bản ngắn hơn.
points-too-long-anonymous =
    Nội dung dài hơn { $most } ký tự: thừa { $over } ký tự, nên chưa sửa. Phần vừa đủ là:
    { $text }

    Đề nghị gửi lại mã kèm bản ngắn hơn.
points-delicate = Lưu ý: nội dung có thể là nhận xét về cá nhân, nhân sự hoặc kỷ luật. Nếu đúng, đề nghị hủy và trao đổi trực tiếp với Chi ủy.
points-no-text = (không ghi nội dung)
points-preview-named =
    Đồng chí xem lại trước khi gửi:
    { $target }
    Hình thức: nêu tên
    Nội dung: { $text }
points-preview-anonymous =
    Đồng chí xem lại trước khi gửi:
    { $target }
    Hình thức: ẩn danh
    Nội dung: { $text }
points-send-by-figures = Để gửi, đề nghị trả lời: { $code }. Để viết lại, gõ nội dung mới. Để thôi, gõ HỦY.
points-sent =
    Đã ghi nhận đăng ký phát biểu.
    { $target }
    Nội dung: { $text }
    Đồng chí xem, sửa, rút được đến { $deadline }.
points-sent-anonymous =
    Đã ghi nhận ý kiến ẩn danh.
    { $target }
    Nội dung: { $text }

    Mã của đồng chí: { $receipt }
    Chỉ mã này mở lại được ý kiến; Trợ lý không giữ mã và không cấp lại được. Nhắn mã để xem; mã kèm nội dung mới để sửa; mã kèm chữ RÚT để rút. Sửa, rút được đến { $deadline }.
points-stopped = Đã dừng. Chưa gửi gì.
points-draft-gone = Bản nháp này không còn (đã gửi, đã hủy hoặc quá một ngày). Đề nghị đồng chí viết lại nếu cần.
points-target-gone = Mục này không còn trong chương trình. Chưa ghi nhận; đề nghị đồng chí chọn mục khác.
points-too-many-anonymous = Kỳ này đã nhận quá nhiều ý kiến ẩn danh nên chưa ghi nhận. Đề nghị đồng chí phát biểu nêu tên hoặc trao đổi với Chi ủy.
points-closed = Đã hết hạn nhận ý kiến ({ $deadline }); chưa ghi nhận gì thêm. Đề nghị đồng chí phát biểu tại cuộc họp.
points-meeting-cancelled = Kỳ { $meeting } đã bị hủy nên không nhận ý kiến nữa.
points-meeting-over = Kỳ { $meeting } đã diễn ra nên không nhận ý kiến nữa.

## Ý kiến của mình.

points-mine = Ý kiến nêu tên của đồng chí ({ $count }):
points-mine-none = Đồng chí chưa có ý kiến nêu tên nào cho kỳ này.
points-one =
    { $target }
    Nội dung: { $text }
    Sửa, rút được đến { $deadline }.
points-already =
    Đồng chí đã đăng ký mục này rồi.
    { $target }
    Nội dung: { $text }
    Sửa, rút được đến { $deadline }.
points-one-anonymous =
    Ý kiến ẩn danh
    { $target }
    Nội dung: { $text }

    Để sửa: gõ mã kèm nội dung mới. Để rút: gõ mã kèm chữ RÚT. Đến { $deadline }.
points-rewritten =
    Đã sửa ý kiến ẩn danh; mã giữ nguyên.
    { $target }
    Nội dung: { $text }

    Sửa, rút được đến { $deadline }.
points-withdrawn =
    Đã rút ý kiến.
    { $target }
    Nội dung đã rút: { $text }
points-ask-receipt =
    Đề nghị đồng chí gõ mã ẩn danh (12 ký tự), ví dụ K7QM-2X9D-PA4T:
    – chỉ gõ mã: xem ý kiến;
    – mã kèm nội dung mới: sửa;
    – mã kèm chữ RÚT: rút.
points-receipt-hint = Ý kiến ẩn danh không có trong danh sách này: nhắn mã để xem; mã kèm nội dung mới để sửa; mã kèm chữ RÚT để rút.
points-receipt-unknown = Không có ý kiến nào ứng với mã này: mã gõ sai, hoặc ý kiến đã rút hay đã xóa sau kỳ sinh hoạt.
points-gone = Ý kiến này không còn. Đề nghị đồng chí xem lại danh sách.

## Danh sách cho Chi ủy.

points-list =
    ĐĂNG KÝ PHÁT BIỂU – { $meeting }
    { $count } ý kiến: { $named } đồng chí nêu tên, { $anonymous } ý kiến ẩn danh.
points-list-none = { $meeting }: chưa có ai đăng ký phát biểu.
points-list-empty = Chưa có ý kiến nào về nội dung này.
points-anonymous = Ẩn danh
points-place =
    { $target }
    Thứ tự { $place }/{ $count }
    { $entry }

points-button-mine = Ý kiến của tôi
points-button-code = Tôi có mã ẩn danh
points-button-named = Nêu tên
points-button-anonymous = Ẩn danh
points-button-no-text = Bỏ qua, không ghi nội dung
points-button-send = Gửi
points-button-open = Xem, rút ý kiến vừa gửi
points-button-edit = Sửa
points-button-withdraw = Rút
points-button-earlier = Sớm hơn
points-button-later = Muộn hơn
points-button-first = Nói đầu tiên
