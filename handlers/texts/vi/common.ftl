## Sentences that belong to no one subject.

not-linked = Trợ lý Chi bộ chỉ phục vụ đảng viên đã liên kết tài khoản. Đề nghị đồng chí nhập mã một lần do Chi ủy cấp.
organisers-only = Việc này dành cho Chi ủy. Đề nghị đồng chí liên hệ đồng chí Bí thư hoặc Thư ký.
private-only = Đề nghị đồng chí nhắn riêng cho Trợ lý để làm việc này.
unknown-command = Trợ lý chưa hiểu lệnh /{ $command }. Gõ /help để xem các lệnh.
button-too-old = Nút này không còn hiệu lực. Đề nghị đồng chí xem tin mới nhất.
secret-refused = Trợ lý không tiếp nhận tài liệu, hình ảnh hoặc nội dung có dấu hiệu bí mật. Nội dung vừa gửi không được lưu. Đề nghị đồng chí xóa tin và trao đổi trực tiếp với Chi ủy.
something-broke = Hệ thống đang gián đoạn, chưa ghi nhận được phản hồi của đồng chí. Đề nghị thử lại sau hoặc báo đồng chí Bí thư.
cancelled = Đã hủy. Chưa có gì thay đổi.
nothing-to-cancel = Hiện không có việc nào đang làm dở.
no-meeting = { $cell } chưa có kỳ sinh hoạt nào sắp tới.
group-hello = Kính chào các đồng chí. Đây là Trợ lý Chi bộ. Đề nghị đồng chí Bí thư hoặc Thư ký nhập mã liên kết nhóm do Chi ủy cấp để bắt đầu.
group-lost = Trợ lý không còn ở trong nhóm { $group } của { $cell }. Nhắc việc chung sẽ không tới nhóm cho đến khi Trợ lý được mời lại.
button-cancel = Hủy
button-back = Quay lại
button-confirm = Xác nhận
button-skip = Bỏ qua
answer-by-mention = Trả lời: nhắc tên Trợ lý kèm số, ví dụ: @{ $bot } 1
