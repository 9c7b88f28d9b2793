## Trợ giúp.

help-group = Trợ lý Chi bộ trong nhóm: /agenda xem chương trình; trả lời tin mời họp bằng DỰ, VẮNG hoặc MUỘN. Việc cá nhân, đề nghị các đồng chí nhắn riêng cho Trợ lý.
help-member = Kính chào đồng chí { $name }. Đồng chí có thể bấm nút dưới tin mời, hoặc nhắn bằng lời thường (có dấu hay không dấu đều được):
    • DỰ – xác nhận dự họp; MUỘN 15 PHÚT – đến muộn; VẮNG – báo vắng
    • /agenda – chương trình kỳ họp tới
    • /dulieu – xem, sửa, lấy về hoặc xóa dữ liệu của đồng chí
    • /huylienket – hủy liên kết tài khoản này
    • /huy – bỏ việc đang làm dở
help-organiser = Dành cho Chi ủy ({ $cell }):
    • /lienket và mã nhóm – nhập trong nhóm để liên kết nhóm với chi bộ
