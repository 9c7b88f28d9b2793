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
