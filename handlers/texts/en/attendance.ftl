## Answers about coming: the group card, and the private questions and confirmations.

# The group card: numbers only, no names, no reasons.
att-card =
    Invitation: { $heading }
    Time: { $when }
    Place: { $place }
att-card-counts = Coming { $attend } · Late { $late } · Absent { $absent } · Not sure { $unsure } · No answer yet { $silent }
att-card-ask = Please answer. A reason for absence is asked in private only, never here.
att-card-closed = The meeting has begun. If something came up, please write to the assistant in private.
att-card-cancelled = This meeting is cancelled.
att-choice-attend = I will come
att-choice-absent = I cannot come
att-choice-late = I will be late
att-choice-unsure = I am not sure
