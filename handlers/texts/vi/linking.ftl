## Liên kết tài khoản của đảng viên và nhóm của chi bộ.

link-stranger = Kính chào đồng chí. Đây là Trợ lý Chi bộ, chỉ phục vụ đảng viên đã liên kết tài khoản. Nếu được Chi ủy cấp mã một lần, đề nghị đồng chí nhập mã vào đây (ví dụ: 7K3F-9QXM-2B4T-VZ8R).
link-welcome-back = Kính chào đồng chí { $name }. Tài khoản này đã liên kết. Gõ TRỢ GIÚP để xem Trợ lý làm được gì.

link-consent = Đồng chí là { $name }, { $cell }?
    Nếu không đúng, đề nghị chọn "Tôi không đồng ý" và báo Chi ủy.

    Trước khi liên kết, đề nghị đồng chí đọc:
    • Lưu: tài khoản nhắn tin này; câu trả lời dự, vắng, muộn và lý do; ý kiến đăng ký phát biểu; kết quả dự sinh hoạt.
    • Ai xem: Chi ủy và thư ký của chi bộ. Cấp ủy cấp trên chỉ xem số liệu chung. Nhóm chat chỉ có con số, không có tên và lý do. Ý kiến gửi ẩn danh không lưu tên.
    • Bao lâu: lời ghi lý do { $reasons } ngày, ý kiến phát biểu { $points } ngày sau buổi họp; kết quả dự họp { $months } tháng.
    • Không lưu: số căn cước, số thẻ Đảng, địa chỉ, ngày sinh. Đề nghị không gửi tài liệu, nội dung mật.
    • Quyền của đồng chí: xem, sửa, lấy về, rút lại đồng ý và xóa bất cứ lúc nào, bằng lệnh /dulieu. Không đồng ý thì không có gì được lưu; đồng chí vẫn báo với Chi ủy như trước đây.

    Đồng chí có đồng ý không?
link-consent-again = Trợ lý chưa rõ ý đồng chí. Chưa có gì được liên kết. Đề nghị đồng chí chọn một trong hai câu trả lời.
link-agree = Tôi đồng ý
link-disagree = Tôi không đồng ý
link-refused = Trợ lý đã rõ. Không có gì được liên kết và mã vẫn còn hiệu lực. Khi đổi ý, đề nghị đồng chí nhập lại mã.
link-consent-late = Câu hỏi này đã quá hạn. Chưa có gì được liên kết. Đề nghị đồng chí nhập lại mã.
link-done = Đã liên kết tài khoản này với đồng chí { $name }, { $cell }. Trợ lý sẽ mời và nhắc sinh hoạt tại đây. Gõ TRỢ GIÚP để xem các việc khác; nếu liên kết nhầm, gõ /huylienket.

    Một câu hỏi riêng: khi Trợ lý chưa hiểu một câu của đồng chí, có được giữ lại câu đó (không kèm tên) để cải thiện không? Không trả lời nghĩa là không.
link-keep-no-button = Không giữ lại
link-keep-yes-button = Cho phép giữ lại
link-keep-no = Trợ lý sẽ không giữ câu nào của đồng chí mà Trợ lý chưa hiểu.
link-keep-yes = Cảm ơn đồng chí. Câu chưa hiểu được giữ không kèm tên. Đồng chí có thể đổi ý bằng lệnh /dulieu.

link-already = Tài khoản này đã liên kết với đồng chí { $name }. Đồng chí không cần nhập mã nữa.
link-other-first = Tài khoản này đang liên kết với một đồng chí khác. Đề nghị gõ /huylienket trước, rồi nhập lại mã. Mã vẫn còn hiệu lực.
link-code-mistyped = Mã vừa nhập chưa đúng dạng. Mã có 16 ký tự, chia bốn nhóm, ví dụ: 7K3F-9QXM-2B4T-VZ8R. Đề nghị đồng chí xem lại và nhập lại.
link-code-wrong = Mã chưa đúng. Đề nghị đồng chí xem lại mã, hoặc đề nghị Chi ủy cấp mã mới.
link-code-used = Mã này đã được dùng. Nếu không phải đồng chí dùng, đề nghị báo ngay cho Chi ủy để được cấp mã mới.
link-code-expired = Mã này đã hết hiệu lực. Đề nghị đồng chí liên hệ Chi ủy để được cấp mã mới.
link-too-many = Đã nhập sai mã nhiều lần. Để bảo vệ đồng chí, Trợ lý tạm ngừng nhận mã tại đây. Đề nghị thử lại sau { $until }.
link-code-is-for-group = Mã này dùng để liên kết nhóm. Đề nghị đồng chí nhập mã trong nhóm của chi bộ: /lienket và mã.

link-second-account = Thông báo để đồng chí { $name } biết: một tài khoản nhắn tin khác vừa được liên kết với đồng chí. Nếu không phải đồng chí, đề nghị báo ngay cho Chi ủy.
link-account-replaced = Tài khoản này không còn liên kết với đồng chí { $name }, vì đồng chí vừa liên kết một tài khoản khác. Nếu không phải đồng chí, đề nghị báo ngay cho Chi ủy.

link-nothing-to-undo = Tài khoản này chưa liên kết với ai.
link-undo-ask = Đồng chí có chắc muốn hủy liên kết tài khoản này với đồng chí { $name }? Trợ lý sẽ không mời và nhắc tại đây nữa. Muốn liên kết lại cần mã mới của Chi ủy. Để xóa cả dữ liệu, gõ /dulieu.
link-undo-yes = Xác nhận hủy liên kết
link-undone = Đã hủy liên kết tài khoản này với đồng chí { $name }. Muốn liên kết lại, đề nghị đồng chí xin Chi ủy mã mới.
link-undone-organisers = Kính báo Chi ủy: đồng chí { $name } đã hủy liên kết tài khoản, nay không nhận được tin qua Trợ lý. Đề nghị thông báo trực tiếp cho đồng chí.

link-bind-in-group = Lệnh này dùng trong nhóm của chi bộ. Để liên kết tài khoản của đồng chí, đề nghị nhập mã một lần do Chi ủy cấp, không kèm lệnh.
link-anonymous = Trợ lý chưa rõ ai vừa nhắn. Đề nghị đồng chí nhắn bằng tài khoản cá nhân, không dùng chế độ ẩn danh của quản trị viên nhóm.
link-code-shown-in-group = Mã vừa gửi là mã cá nhân và đã hiện trước cả nhóm, nên Trợ lý đã hủy mã này. Đề nghị đồng chí xóa tin và xin Chi ủy mã mới, rồi nhắn riêng mã đó cho Trợ lý.
link-group-done = Nhóm này đã được liên kết với { $cell }. Trợ lý sẽ gửi lịch sinh hoạt, chuyên đề và chương trình tại đây. Mọi việc cá nhân, đề nghị các đồng chí nhắn riêng cho Trợ lý.
link-group-done-organisers = Kính báo Chi ủy { $cell }: đồng chí { $name } đã liên kết nhóm "{ $group }" với chi bộ. Nếu không đúng, gõ /huylienket trong nhóm đó.
link-group-already = Nhóm này đã liên kết với { $cell }.
link-group-other-first = Nhóm này đang liên kết với tổ chức khác. Đề nghị Chi ủy của tổ chức đó gõ /huylienket trong nhóm trước. Mã vẫn còn hiệu lực.
link-group-unbound = Nhóm này chưa liên kết với chi bộ nào.
link-unbind-ask = Hủy liên kết nhóm này với { $cell }? Trợ lý sẽ không gửi lịch và chuyên đề vào nhóm nữa.
link-unbind-yes = Hủy liên kết nhóm
link-unbound = Đã hủy liên kết nhóm với { $cell }. Muốn liên kết lại cần mã nhóm mới.

## Giấy mời liên kết, in ra hoặc gửi riêng cho từng đồng chí.

invitation-title = Mã liên kết Trợ lý Chi bộ
invitation-member = Kính gửi đồng chí { $name }, { $cell }.
    Chi ủy mời đồng chí liên kết tài khoản với Trợ lý Chi bộ để nhận lịch sinh hoạt, báo dự hoặc báo vắng, xem chương trình và đăng ký phát biểu.
invitation-group = Kính gửi Chi ủy { $cell }.
    Mã dưới đây dùng để liên kết nhóm của chi bộ với Trợ lý. Người nhập mã là đồng chí trong Chi ủy đã liên kết tài khoản.
invitation-code = Mã một lần: { $code }
    Dùng đến: { $until }
invitation-member-telegram = • Telegram: quét mã QR hoặc mở { $link } rồi bấm "Bắt đầu" (Start).
invitation-member-zalo = • Zalo: mở Trợ lý "{ $bot }", nhắn riêng mã { $code }.
invitation-group-telegram = • Telegram: mở { $link }, chọn nhóm của chi bộ; hoặc mời Trợ lý vào nhóm rồi gõ /lienket và mã.
invitation-group-zalo = • Zalo: mời Trợ lý "{ $bot }" vào nhóm, nhắc tên Trợ lý trong nhóm kèm mã { $code }.
invitation-member-care = Mã chỉ dành cho đồng chí: đề nghị không chuyển cho người khác, không gửi vào nhóm. Trước khi liên kết, Trợ lý cho đồng chí xem những gì được lưu và ai được xem; chỉ khi đồng chí đồng ý mới liên kết. Trân trọng.
invitation-group-care = Đề nghị chỉ nhập mã trong nhóm của chi bộ. Trân trọng.
