## Chuyên đề của tháng.

theme-push = Kính gửi các đồng chí. Chuyên đề tháng { $period }: "{ $title }".
theme-line-aim = Mục đích: { $aim }
theme-line-presenter = Trình bày: đồng chí { $presenter }
theme-line-questions = Gợi ý thảo luận:
theme-line-link = Tài liệu tham khảo: { $link }
theme-line-speak = Đồng chí nào muốn phát biểu, đề nghị nhắn riêng cho Trợ lý: /phatbieu.
theme-draft-wanted = Kính gửi đồng chí { $name }. Đồng chí được phân công trình bày chuyên đề tháng { $period }: "{ $title }". Đề nghị đồng chí chuẩn bị dự thảo và gửi trên Sổ tay đảng viên điện tử ít nhất 1 ngày trước buổi sinh hoạt. Đề nghị không gửi tài liệu qua tin nhắn.
theme-none-yet = Kính gửi Chi ủy { $cell }. Tháng { $period } chưa có chuyên đề; chuyên đề sẽ gửi vào nhóm { $date }. Đề nghị Chi ủy xem xét đặt chuyên đề.
theme-button-set = Đặt chuyên đề

## Đặt chuyên đề.

theme-none = { $cell } chưa có chuyên đề tháng { $period }.
theme-not-yours = Chuyên đề do Chi ủy của chi bộ hoặc quản trị của đảng ủy đặt. Đề nghị đồng chí trao đổi với Chi ủy.
theme-button-set-of = Đặt chuyên đề: { $cell }
theme-which-owner = Đồng chí đặt chuyên đề cho tổ chức nào?
theme-which-period = { $cell }: đồng chí đặt hoặc sửa chuyên đề tháng nào?
theme-which-type = Chuyên đề tháng { $period } dành cho loại hình chi bộ nào?
theme-all-types = Tất cả các chi bộ
theme-ask-title = Chuyên đề tháng { $period }: đề nghị đồng chí gõ tên chuyên đề.
theme-ask-aim = Đề nghị đồng chí gõ mục đích, yêu cầu (một hai câu), hoặc bỏ qua.
theme-ask-presenter = Đề nghị đồng chí gõ họ tên người trình bày, hoặc bỏ qua.
theme-ask-questions = Đề nghị đồng chí gõ 2–3 câu hỏi gợi ý thảo luận, mỗi câu một dòng hoặc một tin, hoặc bỏ qua.
theme-ask-link = Đề nghị đồng chí gõ đường dẫn tài liệu công khai (https://…), hoặc bỏ qua.
theme-more-questions = Đã ghi { $count } câu. Đề nghị đồng chí gõ câu tiếp theo, hoặc chọn "Đủ câu hỏi".
theme-questions-many = Chỉ nhận nhiều nhất 3 câu hỏi. Các câu vừa gõ chưa được ghi; đề nghị đồng chí gõ lại ít câu hơn.
theme-button-done = Đủ câu hỏi
theme-too-long = Nội dung dài { $length } ký tự, nhiều nhất { $most }. Đề nghị đồng chí gõ ngắn hơn.
theme-link-wrong = Đây chưa phải đường dẫn. Đề nghị gõ đầy đủ, bắt đầu bằng https://, hoặc bỏ qua.
theme-which-presenter = Có nhiều đồng chí trùng tên. Đồng chí chọn người trình bày:
theme-button-as-typed = Giữ như đã gõ
theme-review = Đề nghị đồng chí xem lại. Nhóm sẽ đọc như sau:
theme-button-save = Lưu
theme-button-title = Sửa tên
theme-button-aim = Sửa mục đích
theme-button-presenter = Sửa người trình bày
theme-button-questions = Sửa câu hỏi
theme-button-link = Sửa đường dẫn
theme-button-drop = Xóa chuyên đề
theme-button-drop-yes = Xóa hẳn
theme-drop-ask = Đồng chí có chắc muốn xóa chuyên đề "{ $title }"?
theme-dropped = Đã xóa chuyên đề "{ $title }".
theme-changed-meanwhile = Chuyên đề này vừa được một đồng chí khác lưu. Nội dung đồng chí vừa soạn chưa được lưu; đề nghị xem lại bằng /chuyende.
theme-saved = Đã lưu chuyên đề "{ $title }". Chuyên đề sẽ được gửi vào nhóm { $date }.
theme-saved-late = Đã lưu chuyên đề "{ $title }". Ngày gửi chuyên đề của tháng này đã qua. Đồng chí có muốn gửi vào nhóm ngay không?
theme-saved-only = Đã lưu chuyên đề "{ $title }".
theme-button-push = Gửi vào nhóm ngay
theme-pushed = Đang gửi chuyên đề tới { $count } chi bộ. Nếu là giờ nghỉ, tin sẽ đến vào buổi sáng.
