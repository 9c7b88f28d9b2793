## Trợ giúp.

help-group = Trợ lý Chi bộ trong nhóm: /hop lịch họp, /agenda chương trình; trả lời tin mời bằng nút hoặc DỰ, VẮNG, MUỘN. Việc cá nhân, đề nghị các đồng chí nhắn riêng cho Trợ lý.
help-member = Kính chào đồng chí { $name }. Đồng chí bấm nút dưới tin mời, hoặc nhắn bằng lời thường, có dấu hay không dấu đều được:
    • DỰ – dự họp (/du); VẮNG – báo vắng (/vang); MUỘN 15 PHÚT – đến muộn (/muon)
    • /hop – các kỳ họp tới: thời gian, địa điểm
    • /agenda – chương trình kỳ họp tới
    • /chuyende – chuyên đề trong tháng
    • /phatbieu – đăng ký phát biểu, có tên hoặc ẩn danh
    • /ketqua – kết quả dự họp của đồng chí trong năm
    • /dulieu – xem, sửa, lấy về hoặc xóa dữ liệu của đồng chí
    • /huylienket – hủy liên kết tài khoản này
    • /huy – bỏ việc đang làm dở
help-organiser = Dành cho Chi ủy ({ $cells }):
    • /taohop, /doilich, /huyhop – tạo, đổi, hủy kỳ họp; /lichhop – lịch hằng tháng
    • /tinhhinh – ai dự, ai vắng, ai chưa trả lời
    • /agenda – soạn và gửi chương trình; /chuyende – đặt chuyên đề
    • /dsphatbieu – ai phát biểu, theo thứ tự nào
    • /diemdanh – ghi người có mặt sau buổi họp
    • /lienket và mã nhóm – nhập trong nhóm để liên kết nhóm với chi bộ
