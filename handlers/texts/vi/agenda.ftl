## Chương trình (thứ tự nội dung) của kỳ sinh hoạt.

agenda-heading =
    CHƯƠNG TRÌNH
    { $meeting } – { $cell }
    Thời gian: { $time }
    Địa điểm: { $place }
agenda-heading-draft =
    CHƯƠNG TRÌNH (dự thảo)
    { $meeting } – { $cell }
    Thời gian: { $time }
    Địa điểm: { $place }
agenda-section-opening = Mở đầu
agenda-section-content = Nội dung
agenda-section-closing = Kết thúc
agenda-comrade = đ/c { $name }
agenda-minutes = { $minutes } phút
agenda-registered = { $count } ý kiến đăng ký
agenda-note = Ghi chú: { $note }
agenda-empty = Chi ủy chưa lập chương trình.
agenda-total-over = Tổng { $minutes }/{ $frame } phút: vượt { $difference } phút.
agenda-total-under = Tổng { $minutes }/{ $frame } phút: còn { $difference } phút.
agenda-total-fits = Tổng { $minutes }/{ $frame } phút: vừa đủ.
agenda-theme-line = Chuyên đề tháng { $period }: “{ $title }”.
agenda-questions-registered = Câu hỏi thảo luận chuyên đề: { $count } ý kiến đăng ký.
agenda-others-registered = Nội dung khác: { $count } ý kiến đăng ký.
agenda-documents = Tài liệu: đề nghị xem trên Sổ tay đảng viên điện tử.
agenda-is-cancelled = Kỳ sinh hoạt này đã bị hủy.
agenda-register-by-words = Đăng ký phát biểu: nhắn riêng PHÁT BIỂU cho Trợ lý.
agenda-as-is = { $text }

## Thứ tự thường dùng.

agenda-usual-reason = Tuyên bố lý do, giới thiệu đại biểu
agenda-usual-clerk = Cử thư ký cuộc họp
agenda-usual-roll = Điểm danh
agenda-usual-dues = Thu nộp đảng phí
agenda-usual-adopt = Thông qua chương trình
agenda-usual-report = Báo cáo kết quả thực hiện nhiệm vụ tháng trước
agenda-usual-duties = Đánh giá việc thực hiện nhiệm vụ của đảng viên
agenda-usual-news = Thông tin thời sự, vấn đề mới
agenda-usual-theme = Sinh hoạt chuyên đề
agenda-usual-theme-titled = Chuyên đề: “{ $title }”
agenda-usual-prepare = Chuẩn bị nội dung sinh hoạt chi bộ
agenda-usual-matter = Nội dung cần bàn
agenda-usual-discussion = Thảo luận
agenda-usual-criticism = Tự phê bình và phê bình
agenda-usual-summary = Tổng hợp ý kiến
agenda-usual-tasks = Phân công nhiệm vụ, thời hạn hoàn thành
agenda-usual-conclusion = Kết luận, thông qua nghị quyết
agenda-usual-score = Chấm điểm chất lượng sinh hoạt
agenda-usual-minutes = Đọc, thông qua biên bản

## Ai xem, ai sửa, đến khi nào.

agenda-not-yours = Chương trình này của một chi bộ khác hoặc dành riêng cho Chi ủy.
agenda-group-not-bound = Nhóm này chưa liên kết với chi bộ nào. Đề nghị đồng chí Bí thư hoặc Thư ký nhập mã liên kết nhóm.
agenda-edit-in-private = Việc sửa chương trình làm ở khung nhắn riêng với Trợ lý.
agenda-meeting-cancelled = Kỳ { $meeting } đã bị hủy. Chương trình không sửa được nữa.
agenda-meeting-over = Kỳ { $meeting } đã diễn ra. Chương trình không sửa được nữa.
agenda-which-cell = Đồng chí chọn chi bộ:
agenda-choose-cell-first = Đề nghị đồng chí chọn chi bộ trước, bằng nút hoặc số ở tin trên.
agenda-which-meeting = Đồng chí chọn kỳ sinh hoạt:
agenda-write-first = Đề nghị đồng chí nhắn riêng cho Trợ lý một lần, rồi bấm lại.
agenda-sent-privately = Trợ lý đã nhắn riêng cho đồng chí.

## Sửa chương trình.

agenda-edit-hint =
    Sửa bằng một dòng, ví dụ:
    thêm Thảo luận phương án | đ/c Hùng | 20
    sửa 3 Nội dung mới · xóa 4 · chuyển 5 lên 2
    3 phút 15 · 3 giao đ/c Lan · ghi chú 3 mang sổ
    Gõ XONG khi hoàn tất.
agenda-never-published = Chương trình chưa công bố vào nhóm.
agenda-unpublished = Có { $count } thay đổi chưa công bố vào nhóm.
agenda-pick-item = Đồng chí chọn mục cần sửa:
agenda-done = Đã lưu chương trình.
agenda-added = Đã thêm: { $item }
agenda-changed = Đã sửa: { $item }
agenda-removed = Đã bỏ mục { $number }: { $content }
agenda-restored = Đã lấy lại: { $item }
agenda-moved = Đã chuyển mục { $was } thành mục { $number } (phần { $section }): { $content }
agenda-moved-nowhere = Mục { $was } đã ở đúng chỗ đó: { $content }
agenda-person-unknown = Tên này không có trong danh sách chi bộ nên được ghi nguyên văn.
agenda-person-several = Chi bộ có { $count } đồng chí ứng với tên “{ $name }”; đề nghị chọn:
agenda-nobody = chưa phân công
agenda-nothing = (bỏ trống)
agenda-carry = Các mục riêng của kỳ trước. Đồng chí chọn mục cần chuyển sang kỳ này:
agenda-nothing-to-carry = Kỳ trước không còn mục nào để chuyển sang.
agenda-ask-content =
    { $item }

    Đề nghị đồng chí gõ nội dung mới (tối đa 300 ký tự).
agenda-ask-person =
    { $item }

    Đề nghị đồng chí gõ tên người phụ trách (đảng viên trong chi bộ hoặc khách mời).
agenda-ask-minutes =
    { $item }

    Đề nghị đồng chí gõ số phút, ví dụ: 15
agenda-ask-note =
    { $item }

    Đề nghị đồng chí gõ ghi chú (tối đa 300 ký tự).
agenda-ask-new =
    Đề nghị đồng chí gõ mục mới: nội dung | người phụ trách | số phút
    Ví dụ: Thảo luận phương án | đ/c Hùng | 20

## Chưa hiểu, chưa làm được.

agenda-unclear-any =
    Trợ lý chưa hiểu, chương trình chưa thay đổi. Ví dụ:
    thêm Thảo luận phương án | đ/c Hùng | 20
    sửa 3 Nội dung mới · xóa 4 · chuyển 5 lên 2 · 3 phút 15 · 3 giao đ/c Lan
agenda-unclear-add = Chưa rõ mục cần thêm. Ví dụ: thêm Thảo luận phương án | đ/c Hùng | 20
agenda-unclear-change = Chưa rõ cần sửa gì. Ví dụ: sửa 3 Báo cáo công tác tháng; hoặc: 3 phút 15; 3 giao đ/c Lan
agenda-unclear-either = Chưa rõ cần sửa mục nào. Ví dụ: đổi 3 thành Báo cáo công tác tháng; hoặc: dời 5 lên 2
agenda-unclear-minutes = Chưa rõ số phút. Ví dụ: 3 phút 15
agenda-unclear-assign = Chưa rõ giao mục nào cho ai. Ví dụ: 3 giao đ/c Lan
agenda-unclear-note = Chưa rõ ghi chú cho mục nào. Ví dụ: ghi chú 3 mang sổ
agenda-unclear-remove = Chưa rõ cần bỏ mục nào. Ví dụ: xóa 4
agenda-unclear-move = Chưa rõ chuyển mục nào đến đâu. Ví dụ: chuyển 5 lên 2; 5 xuống; chuyển 5 sang kết thúc
agenda-no-such-item = Chương trình có { $count } mục, không có mục { $number }. Chưa có gì thay đổi.
agenda-item-gone = Mục này đã bị bỏ khỏi chương trình. Chưa có gì thay đổi.
agenda-too-many = Chương trình đã có { $most } mục. Đề nghị gộp bớt trước khi thêm.
agenda-content-too-long = Nội dung dài quá { $most } ký tự ({ $over } ký tự thừa). Chưa ghi; đề nghị viết ngắn lại.
agenda-note-too-long = Ghi chú dài quá { $most } ký tự ({ $over } ký tự thừa). Chưa ghi; đề nghị viết ngắn lại.
agenda-person-too-long = Tên người phụ trách dài quá { $most } ký tự ({ $over } ký tự thừa). Chưa ghi; đề nghị viết ngắn lại.
agenda-minutes-wrong = Số phút là một số từ 0 đến { $most }, ví dụ: 15. Chưa có gì thay đổi.
agenda-nothing-removed = Không có mục nào vừa bỏ để lấy lại.

## Công bố vào nhóm.

agenda-publish-ask = Công bố chương trình { $meeting } vào { $groups } nhóm của chi bộ?
agenda-publish-unchanged = Không có thay đổi so với lần công bố { $date }. Công bố lại sẽ đăng thêm một tin.
agenda-published = Đã công bố chương trình vào { $groups } nhóm của chi bộ.
agenda-published-already = Chương trình đã được công bố { $date }; không đăng thêm.
agenda-nothing-to-publish = Chương trình chưa có mục nào nên chưa công bố được.
agenda-no-group = Chi bộ chưa có nhóm nào liên kết với Trợ lý nên chưa công bố được. Đề nghị mời Trợ lý vào nhóm và nhập mã liên kết nhóm.
agenda-committee-not-published = Chương trình họp chi ủy không công bố vào nhóm chi bộ.
agenda-updated = Chi ủy cập nhật chương trình.
agenda-changes = Thay đổi ({ $count }):
agenda-more-changes = … và { $count } thay đổi khác.
agenda-difference-added = thêm mục { $number }: { $content }
agenda-difference-removed = bỏ mục: { $content }
agenda-difference-content = mục { $number }: “{ $was }” nay là “{ $content }”
agenda-difference-person = mục { $number } ({ $content }): phụ trách { $was } → { $now }
agenda-difference-minutes = mục { $number } ({ $content }): { $was } → { $now } phút
agenda-difference-note = mục { $number } ({ $content }): ghi chú { $now }
agenda-difference-moved = chuyển đến mục { $number }: { $content }

agenda-button-agenda = Xem chương trình
agenda-button-agenda-edit = Sửa chương trình
agenda-button-in-full = Xem đầy đủ
agenda-button-other-meetings = Kỳ khác
agenda-button-register = Đăng ký phát biểu
agenda-button-speakers = Ai đăng ký phát biểu
agenda-button-pick-item = Chọn mục để sửa
agenda-button-add-item = Thêm mục
agenda-button-edit-item = Sửa mục này
agenda-button-undo = Lấy lại mục vừa bỏ
agenda-button-add-theme = Thêm chuyên đề của tháng
agenda-button-carry = Chuyển mục từ kỳ trước
agenda-button-publish-ask = Công bố vào nhóm
agenda-button-publish = Công bố
agenda-button-done = Xong
agenda-button-content = Nội dung
agenda-button-person = Người phụ trách
agenda-button-minutes = Số phút
agenda-button-note = Ghi chú
agenda-button-up = Lên
agenda-button-down = Xuống
agenda-button-remove = Bỏ mục này
agenda-button-nobody = Không phân công
agenda-button-no-note = Bỏ ghi chú
agenda-button-some-minutes = { $minutes } phút
agenda-button-this-person = { $name } ({ $code })
agenda-button-previous-page = Trang trước
agenda-button-next-page = Trang sau
