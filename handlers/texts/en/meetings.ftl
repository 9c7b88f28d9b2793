## Meetings: what they are called, when and where they are.

meeting-heading-regular = the regular meeting for { $period }
meeting-heading-themed = the themed meeting for { $period }
meeting-heading-combined = the regular meeting with the theme for { $period }
meeting-heading-committee = the committee's meeting for { $period }
meeting-heading-extraordinary = the extraordinary meeting of { $period }
meeting-place-open = to be announced by the committee

## Lists and kinds.

meeting-list = Meetings of { $cell }:
meeting-line = • { $heading }: { $time }, place: { $place }
meeting-kind-regular = Regular
meeting-kind-combined = Regular with the theme
meeting-kind-themed = Themed
meeting-kind-committee = Committee
meeting-kind-extraordinary = Extraordinary
meeting-button-new = New meeting
meeting-button-move = Move
meeting-button-off = Call off
meeting-button-rule = Monthly rule
meeting-which-cell = Please choose the organisation:
meeting-which-kind = { $cell }: which kind of meeting?
meeting-which = { $cell }: which meeting?
meeting-closed = This meeting has begun or was called off; it can no longer be changed.

## Making and moving.

meeting-ask-when = Please type day and time, for example "05/12 19h30" or "thứ bảy tuần sau 7 giờ tối".
meeting-ask-new-time = { $heading } is planned for { $time }. Please type the new time; a day alone keeps the hour, an hour alone keeps the day.
meeting-ask-day = The time is noted. Please type the day, for example "05/12".
meeting-ask-time = The day is noted. Please type the time, for example "19h30".
meeting-when-unclear = Day and time are not clear. Please type them like "05/12 19h30".
meeting-no-such-day = There is no such day. Please type day and time again.
meeting-no-such-time = There is no such time. Please type day and time again, hours from 0 to 23.
meeting-in-past = { $time } has passed. Please type day and time again.
meeting-too-far = { $time } is more than a year ahead. Please check the year and type it again.
meeting-ask-place = Please choose or type the place.
meeting-place-long = The place is longer than { $most } characters. Please shorten it.
meeting-button-place-open = To be announced
meeting-button-place-only = Change the place only
meeting-button-again = Change the time
meeting-button-period = Count it for { $period }
meeting-confirm-new = Please confirm: { $cell } holds { $heading } on { $time }, place: { $place }.
meeting-confirm-move = Please confirm: { $heading } moves from { $former } to { $time }, place: { $place }. Earlier answers no longer count; everybody is asked anew.
meeting-confirm-place = Please confirm: { $heading } ({ $time }) moves to { $place }. Answers stay.
meeting-warn-holiday = ⚠ That day is a public holiday.
meeting-warn-weekend = ⚠ That day is on a weekend.
meeting-warn-hour = ⚠ That is outside the usual hours.
meeting-warn-soon = ⚠ Less than a day is left: some may not hear of it in time.
meeting-warn-period = ⚠ This period already has { $heading }, { $time }.
meeting-warn-same-day = ⚠ On the same day there is { $heading }, { $time }.
meeting-made = Planned: { $heading }, { $time }, place: { $place }.
meeting-moved = { $heading } was moved to { $time }, place: { $place }.
meeting-place-changed = The place of { $heading } ({ $time }) is now { $place }. Everybody who was invited will be told.
meeting-unchanged = { $heading } stays on { $time } as planned. Nothing was changed.
meeting-invited-now = The invitation goes out now.
meeting-invited-on = The invitation goes out on { $date }.
meeting-made-by-rule = To the committee of { $cell }. By the monthly rule the assistant has planned { $heading }: { $time }, place: { $place }. To change it, choose "Move".
meeting-changed-meanwhile = Another comrade has just moved this meeting to { $time }. Nothing more was changed; please look again with /hop.

## Calling off.

meeting-ask-why = Calling off { $heading } ({ $time }): please type the reason. Everybody invited will read it.
meeting-button-no-reason = No reason
meeting-button-keep = Keep the meeting
meeting-button-call-off = Call it off
meeting-confirm-off = Please confirm: { $cell } does not hold { $heading } ({ $time }).{ $why } This cannot be undone.
meeting-called-off = { $heading } ({ $time }) was called off. Everybody who was invited will be told.
meeting-called-off-untold = { $heading } ({ $time }) was called off. No invitation had been sent, so nobody has to be told.

## The monthly rule.

rule-none = { $cell } has no monthly rule yet.
rule-shown = The monthly rule of { $cell }:
rule-day = { $day ->
    [-1] the last day of the month, { $time }
   *[other] day { $day } of every month, { $time }
}
rule-weekday = { $nth ->
    [1] the first { $weekday } of the month, { $time }
    [-1] the last { $weekday } of the month, { $time }
   *[other] { $weekday } number { $nth } of the month, { $time }
}
rule-shift-next-off = on a day off the next working day
rule-shift-previous-off = on a day off the working day before
rule-shift-next-holiday = on a public holiday the next day, weekends are fine
rule-shift-previous-holiday = on a public holiday the day before, weekends are fine
rule-shift-none = days off make no difference
rule-serves-next = counts for the next month
rule-dates = The next ones:
rule-date = • For { $period }: { $time }
rule-how = To set it, type one line, for example "ngày 5 hằng tháng 19h30, tránh ngày nghỉ" or "thứ bảy đầu tháng 8h".
rule-unclear = Day and time of the rule are not clear. Please type it like "ngày 5 hằng tháng 19h30, tránh ngày nghỉ".
rule-confirm = Please confirm the monthly rule of { $cell }:
rule-saved = The monthly rule of { $cell } is set. The coming meetings will be planned by themselves.
rule-planned-stay = What is planned already ({ $count }) stays; to change it use /doilich.
rule-dropped = { $cell } has no monthly rule any more. Meetings are made with /hop.
rule-button-shift-next = Day off: later
rule-button-shift-previous = Day off: earlier
rule-button-shift-none = Day off: no shift
rule-button-weekend-fine = Weekends are fine
rule-button-weekend-avoid = Avoid weekends too
rule-button-serves-next = Count it for the next month
rule-button-serves-same = Count it for its own month
rule-button-drop = Drop the monthly rule
