## Trả lời dự, muộn, vắng: thẻ trong nhóm, câu hỏi và xác nhận riêng.

# Thẻ trong nhóm: chỉ có số, không có tên, không có lý do.
att-card =
    Mời { $heading }
    Thời gian: { $when }
    Địa điểm: { $place }
att-card-counts = Dự { $attend } · Muộn { $late } · Vắng { $absent } · Chưa chắc { $unsure } · Chưa trả lời { $silent }
att-card-ask = Đề nghị các đồng chí xác nhận. Lý do vắng chỉ hỏi riêng, không nêu trong nhóm.
att-card-closed = Kỳ sinh hoạt đã bắt đầu. Nếu có việc đột xuất, đề nghị nhắn riêng cho Trợ lý.
att-card-cancelled = Kỳ sinh hoạt này đã hủy.
att-choice-attend = Tôi dự
att-choice-absent = Tôi xin vắng
att-choice-late = Tôi đến muộn
att-choice-unsure = Tôi chưa chắc

## Vì sao chưa ghi nhận

att-not-active = Hiện Trợ lý chưa ghi nhận được trả lời của đồng chí. Đề nghị đồng chí trao đổi trực tiếp với Chi ủy.
att-other-cell = Đây là việc của chi bộ khác. Đề nghị đồng chí trả lời trong nhóm của chi bộ mình hoặc nhắn riêng cho Trợ lý.
att-not-invited = Cuộc họp này chỉ mời các đồng chí trong Chi ủy.
att-cancelled = Kỳ sinh hoạt này đã hủy, đồng chí không cần trả lời.
att-held = Chi ủy đã ghi kết quả điểm danh kỳ này. Nếu cần điều chỉnh, đề nghị đồng chí trao đổi với Chi ủy.
att-begun = Kỳ sinh hoạt đã bắt đầu, việc có mặt do Chi ủy ghi. Nếu đến muộn hoặc vắng đột xuất, đồng chí vẫn có thể báo.
att-exempt-need-not = Đồng chí đang được miễn sinh hoạt nên không cần báo vắng hay báo muộn.
att-away-need-not = Đồng chí đang sinh hoạt tạm thời nơi khác nên không cần báo vắng hay báo muộn ở đây.

## Trả lời và lý do, viết ngắn

att-short-attend = dự
att-short-late = đến muộn
att-short-absent = vắng
att-short-unsure = chưa chắc
att-short-silent = chưa trả lời
att-reason-work = Công tác
att-reason-health = Ốm đau, điều trị
att-reason-family = Việc gia đình
att-reason-study = Học tập
att-reason-duty = Trực, nhiệm vụ
att-reason-other = Khác
att-reason-none = chưa nêu lý do
att-short-late-minutes = đến muộn { $minutes } phút
att-short-absent-reason = vắng ({ $reason })

## Hỏi và xác nhận riêng

att-ask =
    Đề nghị đồng chí cho biết có dự { $heading } không.
    Thời gian: { $when }
    Địa điểm: { $place }
att-so-far = Hiện ghi: { $said }.
att-noted-attend = Đã ghi nhận đồng chí { $name } xác nhận dự { $heading }, { $when }, tại { $place }. Nếu có thay đổi, đề nghị nhắn BÁO VẮNG.
att-noted-late = Đã ghi nhận đồng chí { $name } { $said }: { $heading }, { $when }, tại { $place }.
att-noted-absent = Đã chuyển báo vắng của đồng chí { $name } tới Chi ủy: { $heading }, { $when } – { $said }. Việc công nhận do Chi ủy xem xét.
att-noted-unsure = Đã ghi nhận đồng chí { $name } chưa chắc dự { $heading }, { $when }. Đề nghị trả lời trước { $until }.
att-repeated = Trợ lý đã ghi trước đó: { $said } – { $heading }, { $when }.
att-exempt-may = Đồng chí đang được miễn sinh hoạt; Chi ủy hoan nghênh đồng chí dự.
att-away-may = Đồng chí đang sinh hoạt tạm thời nơi khác; việc dự ở đây không tính vào tỷ lệ.
att-after-start = Kỳ sinh hoạt đã bắt đầu: lời báo được ghi lại là báo sau giờ bắt đầu.
att-ask-reason = Đề nghị đồng chí cho biết lý do. Không cần nêu chi tiết về sức khỏe.
att-ask-note = Nếu cần, đồng chí nhắn thêm một câu để Chi ủy xem xét, hoặc bỏ qua. Không cần nêu chi tiết về sức khỏe.
att-ask-late = Đồng chí dự kiến muộn bao lâu?
att-minutes = { $minutes } phút
att-minutes-unknown = Chưa rõ bao lâu
att-change = Thay đổi
att-speak = Đồng chí muốn phát biểu: đề nghị đăng ký để Chi ủy sắp xếp.
att-speak-choice = Đăng ký phát biểu
att-moved = Lịch { $heading } đã chuyển sang { $when }. Trả lời trước đây không còn hiệu lực; đề nghị đồng chí xác nhận lại.
att-moved-toast = Kỳ sinh hoạt đã chuyển sang { $when }. Đề nghị đồng chí xác nhận lại ở tin mới nhất.
att-reason-again = Trợ lý chưa rõ lý do thuộc nhóm nào. Đề nghị đồng chí chọn một mục dưới đây.
att-late-again = Đề nghị đồng chí nhắn số phút, hoặc chọn một mục dưới đây.
att-note-kept = Đã chuyển thêm tới Chi ủy; chỉ Chi ủy xem được lời này. Hiện ghi: { $said }.

## Trả lời từ nhóm: dòng báo nhanh và câu trả lời chung, không nêu gì riêng

att-toast-noted = Đã ghi nhận: { $said }.
att-toast-repeated = Trợ lý đã ghi trước đó: { $said }.
att-toast-reason = Đã ghi nhận. Trợ lý vừa nhắn riêng để hỏi lý do.
att-toast-late = Đã ghi nhận. Trợ lý vừa nhắn riêng để hỏi số phút.
att-toast-note = Đã ghi nhận. Trợ lý vừa nhắn riêng cho đồng chí.
att-toast-unreachable = Đã ghi nhận, nhưng Trợ lý chưa nhắn riêng được. Đề nghị đồng chí mở trò chuyện riêng với Trợ lý và gõ /start.
att-group-noted = Đã ghi nhận. Trợ lý nhắn riêng cho đồng chí.
att-group-unreachable = Đã ghi nhận. Trợ lý chưa nhắn riêng được: đề nghị đồng chí mở trò chuyện riêng với Trợ lý và gõ /start.
att-group-private = Trợ lý nhắn riêng cho đồng chí.
att-group-unreachable-ask = Trợ lý chưa nhắn riêng được: đề nghị đồng chí mở trò chuyện riêng với Trợ lý và gõ /start.

## Lời không phải là câu trả lời

att-acknowledged =
    Cảm ơn đồng chí. Đề nghị đồng chí xác nhận giúp về { $heading }.
    Thời gian: { $when }
    Địa điểm: { $place }
att-not-understood =
    Trợ lý chưa hiểu ý đồng chí. Đề nghị đồng chí chọn trả lời về { $heading }.
    Thời gian: { $when }
    Địa điểm: { $place }
    Việc khác, đề nghị trao đổi với Chi ủy hoặc gõ /help.
att-not-understood-group = Trợ lý chưa hiểu ý. Đề nghị đồng chí chọn trên tin mời, hoặc nhắn riêng cho Trợ lý.
att-thanks = Cảm ơn đồng chí. Hiện chưa có kỳ sinh hoạt nào cần trả lời.
att-questions = Chương trình: gõ /agenda. Nội dung khác, đề nghị đồng chí hỏi Chi ủy.
att-facts =
    Về { $heading }:
    Thời gian: { $when }
    Địa điểm: { $place }
    Trả lời trước: { $until }
    { att-questions }
att-which = Đồng chí báo { $said } cho kỳ nào?
att-which-choice = { $heading } ({ $day })
att-which-other = Có hai kỳ sinh hoạt gần nhau. Đề nghị đồng chí trả lời vào đúng tin mời của kỳ cần báo.

## Báo giúp người khác

behalf-member = Trợ lý chỉ ghi lời của chính người trả lời. Đề nghị đồng chí ấy tự nhắn cho Trợ lý, hoặc nhờ đồng chí Thư ký ghi giúp.
behalf-nobody = Trợ lý chưa tìm thấy đồng chí “{ $name }” trong danh sách chi bộ. Đề nghị ghi rõ họ tên, ví dụ: “Đồng chí Nguyễn Văn An vắng vì công tác”.
behalf-who = Có nhiều đồng chí tên “{ $name }”. Đồng chí báo giúp ai?
behalf-what =
    Ghi giúp đồng chí { $name } – { $heading }, { $when }.
    Hiện ghi: { $before }. Ghi là:
behalf-offer =
    Ghi giúp đồng chí { $name }: { $said } – { $heading }, { $when }?
    Hiện ghi: { $before }. Đồng chí { $name } sẽ được báo và có thể thay đổi.
behalf-yes = Ghi giúp
behalf-no = Không ghi
behalf-attend = Dự
behalf-absent = Vắng
behalf-late = Đến muộn
behalf-unsure = Chưa chắc
behalf-done = Đã ghi giúp đồng chí { $name }: { $said } – { $heading }. Đồng chí ấy được báo riêng.
behalf-told = Đồng chí { $by } (Chi ủy) đã ghi giúp đồng chí: { $said } – { $heading }, { $when }. Nếu chưa đúng, đề nghị đồng chí chọn lại.
behalf-not-invited = Đồng chí { $name } không thuộc diện mời dự cuộc họp này.
behalf-group = Trợ lý không ghi lời về người khác trong nhóm; đã nhắn riêng cho đồng chí.
behalf-group-unreachable = Trợ lý không ghi lời về người khác trong nhóm. Đề nghị đồng chí nhắn riêng cho Trợ lý.
