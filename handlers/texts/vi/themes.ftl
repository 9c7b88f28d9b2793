## Chuyên đề của tháng.

theme-push = Kính gửi các đồng chí. Chuyên đề tháng { $period }: "{ $title }".
theme-line-aim = Mục đích: { $aim }
theme-line-presenter = Trình bày: đồng chí { $presenter }
theme-line-questions = Gợi ý thảo luận:
theme-line-link = Tài liệu tham khảo: { $link }
theme-line-speak = Đồng chí nào muốn phát biểu, đề nghị nhắn riêng cho Trợ lý để đăng ký trước.
theme-ask-presenter = Kính gửi đồng chí { $name }. Đồng chí được phân công trình bày chuyên đề tháng { $period }: "{ $title }". Đề nghị đồng chí chuẩn bị dự thảo và gửi trên Sổ tay đảng viên điện tử ít nhất 1 ngày trước buổi sinh hoạt. Đề nghị không gửi tài liệu qua tin nhắn.
theme-none-yet = Kính gửi Chi ủy { $cell }. Tháng { $period } chưa có chuyên đề; chuyên đề sẽ gửi vào nhóm { $date }. Đề nghị Chi ủy xem xét đặt chuyên đề.
theme-button-set = Đặt chuyên đề
