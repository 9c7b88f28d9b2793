## Kỳ sinh hoạt: tên gọi, thời gian, địa điểm.

meeting-heading-regular = sinh hoạt thường kỳ kỳ tháng { $period }
meeting-heading-themed = sinh hoạt chuyên đề kỳ tháng { $period }
meeting-heading-combined = sinh hoạt thường kỳ gắn với chuyên đề kỳ tháng { $period }
meeting-heading-committee = họp chi ủy kỳ tháng { $period }
meeting-heading-extraordinary = sinh hoạt bất thường tháng { $period }
meeting-place-open = Chi ủy sẽ thông báo sau
