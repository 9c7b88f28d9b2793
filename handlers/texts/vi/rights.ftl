## Quyền của đảng viên đối với dữ liệu của mình.

rights-stranger = Tài khoản này chưa liên kết với đảng viên nào, nên Trợ lý không giữ dữ liệu nào của đồng chí.
rights-summary = Trợ lý đang giữ về đồng chí { $name }:
    • Danh sách: { $cell }, mã { $code }, { $status }
    • Chức vụ: { $roles }
    • Tài khoản: { $accounts }
    • Giữ lại câu chưa hiểu: { $kept ->
        [yes] có (không kèm tên)
       *[no] không
    }
    • Năm { $year }: có mặt { $present }, vắng có lý do { $excused }, vắng không lý do { $unexcused } kỳ
    • Ý kiến đăng ký có tên: { $points }

    Chi ủy và thư ký xem được câu trả lời, lý do và ý kiến có tên; cấp trên chỉ xem số liệu chung. Đồng chí có thể:
rights-no-role = không
rights-account = { $network }, liên kết { $since }
rights-button-export = Xem và lấy về toàn bộ
rights-button-correct = Đề nghị sửa
rights-button-keep-yes = Cho phép giữ câu chưa hiểu
rights-button-keep-no = Không giữ câu chưa hiểu
rights-button-erase = Rút lại đồng ý và xóa

rights-status-official = chính thức
rights-status-probationary = dự bị
rights-status-exempt = miễn sinh hoạt
rights-status-guest = sinh hoạt tạm thời (nơi đến)
rights-status-away = sinh hoạt tạm thời nơi khác
rights-status-suspended = đình chỉ sinh hoạt
rights-left = chuyển đi từ ngày { $day }
rights-dates = { $since } – { $until }
rights-role-head = bí thư
rights-role-deputy = phó bí thư
rights-role-committee = chi ủy viên
rights-role-secretary = thư ký
rights-role-leader = tổ trưởng
rights-role-monitor = cấp ủy viên phụ trách
rights-role-administrator = quản trị đảng ủy

rights-export-head = Toàn bộ dữ liệu về đồng chí { $name } (trang { $page }/{ $pages }):
rights-export-roster = • Danh sách: { $cell }, mã { $code }; { $status }
rights-export-account = • Tài khoản { $account }; số hiệu { $id }; dùng lần cuối { $seen }
rights-export-attendance = • Kỳ { $period }, { $day }: { $said }
rights-export-point = • Ý kiến kỳ { $period }: { $text }
rights-export-item = • Được phân công trong chương trình: { $content }
rights-export-theme = • Trình bày chuyên đề { $period }: { $title }
rights-export-acts = • Nhật ký thao tác (không có nội dung): { $count } dòng, từ { $since }
rights-export-anonymous = • Ý kiến ẩn danh: Trợ lý không biết ý kiến nào là của đồng chí.
rights-answer-attend = xác nhận dự
rights-answer-late = báo đến muộn
rights-answer-absent = báo vắng
rights-answer-unsure = chưa chắc
rights-answer-none = chưa phản hồi
rights-minutes = { $minutes } phút
rights-reason-work = lý do: công tác
rights-reason-health = lý do: ốm đau, điều trị
rights-reason-family = lý do: việc gia đình
rights-reason-study = lý do: học tập
rights-reason-duty = lý do: trực, nhiệm vụ
rights-reason-other = lý do: khác
rights-result-present = kết quả: có mặt
rights-result-excused = kết quả: vắng có lý do
rights-result-unexcused = kết quả: vắng không lý do
rights-result-uncounted = kết quả: không tính

rights-correct-ask = Câu trả lời dự họp và ý kiến, đồng chí tự sửa được. Còn họ tên, trạng thái, chức vụ hoặc kết quả dự họp: đề nghị đồng chí viết điều cần sửa trong một tin nhắn, Trợ lý sẽ chuyển tới Chi ủy.
rights-correct-letter = Kính báo Chi ủy: đồng chí { $name } (mã { $code }) đề nghị sửa thông tin: “{ $text }”. Đề nghị trả lời đồng chí trong hai ngày làm việc và sửa trong mười ngày.
rights-correct-sent = Đã chuyển đề nghị của đồng chí tới Chi ủy.
rights-correct-nobody = Hiện Trợ lý không liên lạc được với đồng chí nào trong Chi ủy. Đề nghị đồng chí trao đổi trực tiếp.

rights-erase-ask = Đồng chí { $name } muốn rút lại đồng ý?
    Xóa ngay: liên kết tài khoản, lý do vắng, ý kiến có tên, các trao đổi đang dở.
    Còn lại: tên trong danh sách của chi bộ, chức vụ, kết quả dự họp (không kèm lý do), vì đó là sổ của chi bộ; và nhật ký thao tác không có nội dung.
    Trợ lý sẽ không mời và nhắc đồng chí nữa; Chi ủy được báo để thông báo trực tiếp. Việc xóa không thể khôi phục.
rights-button-go-on = Tiếp tục rút lại
rights-button-leave = Giữ nguyên
rights-erase-sure = Xin đồng chí xác nhận lần cuối: xóa và không khôi phục được.
rights-button-erase-now = Xóa vĩnh viễn
rights-erase-not = Chưa có gì bị xóa.
rights-erased = Đã rút lại đồng ý và đã xóa. Số hiệu của cuộc trò chuyện này được xóa nốt khỏi sổ gửi nhận sau khi tin này tới nơi. Cảm ơn đồng chí; khi cần, đồng chí liên hệ trực tiếp Chi ủy.
rights-erased-elsewhere = Theo đề nghị từ một tài khoản khác của đồng chí { $name }, liên kết và dữ liệu đã được xóa. Nếu không phải đồng chí đề nghị, xin báo ngay cho Chi ủy.
rights-erased-organisers = Kính báo Chi ủy: đồng chí { $name } đã rút lại đồng ý, dữ liệu trao đổi đã được xóa. Trợ lý không mời và nhắc đồng chí nữa; đề nghị Chi ủy thông báo trực tiếp.
