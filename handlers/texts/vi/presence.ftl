## Điểm danh sau kỳ sinh hoạt, riêng Chi ủy.

presence-ask = Riêng Chi ủy – { $heading }, { $when } đã hết giờ dự kiến. Đề nghị đồng chí ghi ai có mặt. Danh sách đã đánh dấu sẵn theo câu trả lời.
presence-open = Điểm danh
presence-list =
    Điểm danh { $heading }, { $when }: có mặt { $present }/{ $expected }.
    Chọn tên để đổi (☑ có mặt, ☐ vắng), xong thì chọn “Xong”.
presence-list-numbers = Có thể gõ nhiều số cùng lúc, ví dụ: 2 5 7.
presence-page = Trang { $page }/{ $pages }
presence-here = ☑ { $name }
presence-gone = ☐ { $name } – { $why }
presence-why-absent = báo vắng
presence-why-silent = không báo
presence-why-said-yes = đã xác nhận dự
presence-all = Tất cả có mặt
presence-done = Xong
presence-confirm =
    Kết quả { $heading }, { $when }: có mặt { $present }/{ $expected }.
    Báo vắng, chờ Chi ủy xem xét: { $waiting }. Vắng có lý do: { $excused }. Vắng không lý do: { $unexcused }.
presence-confirm-names =
    Vắng:
    { $names }
presence-confirm-ask = Ghi kết quả này? Đồng chí vắng không báo sẽ được nhắn riêng, đề nghị trao đổi lý do với Chi ủy.
presence-write = Ghi kết quả
presence-recorded = Đã ghi kết quả điểm danh.
presence-corrected = Đã điều chỉnh kết quả điểm danh.
presence-unchanged = Kết quả điểm danh giữ nguyên.
presence-correct = Điều chỉnh điểm danh
presence-none = { $cell } chưa có kỳ sinh hoạt nào đã bắt đầu để điểm danh.
presence-not-begun = Kỳ sinh hoạt chưa bắt đầu. Đề nghị điểm danh sau giờ bắt đầu.
presence-which = Đồng chí điểm danh cho đơn vị nào?
