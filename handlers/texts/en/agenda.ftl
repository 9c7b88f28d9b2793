## The agenda (order of business) of a meeting.

agenda-heading =
    AGENDA
    { $meeting } – { $cell }
    Time: { $time }
    Place: { $place }
agenda-heading-draft =
    AGENDA (draft)
    { $meeting } – { $cell }
    Time: { $time }
    Place: { $place }
agenda-section-opening = Opening
agenda-section-content = Business
agenda-section-closing = Closing
agenda-comrade = { $name }
agenda-minutes = { $minutes } min
agenda-registered = { $count ->
    [one] 1 wish to speak
   *[other] { $count } wishes to speak
}
agenda-note = Note: { $note }
agenda-empty = The committee has not drawn up the agenda yet.
agenda-total-over = Total { $minutes }/{ $frame } minutes: { $difference } too many.
agenda-total-under = Total { $minutes }/{ $frame } minutes: { $difference } left.
agenda-total-fits = Total { $minutes }/{ $frame } minutes: fits exactly.
agenda-theme-line = Theme of { $period }: “{ $title }”.
agenda-questions-registered = Questions of the theme: { $count ->
    [one] 1 wish to speak.
   *[other] { $count } wishes to speak.
}
agenda-others-registered = Other matters: { $count ->
    [one] 1 wish to speak.
   *[other] { $count } wishes to speak.
}
agenda-documents = Documents: please read them in the official members' app.
agenda-is-cancelled = This meeting was cancelled.
agenda-register-by-words = To register to speak, write PHÁT BIỂU to the assistant in private.
agenda-as-is = { $text }

## The usual order.

agenda-usual-reason = Purpose of the meeting, guests
agenda-usual-clerk = Appointing the clerk
agenda-usual-roll = Roll call
agenda-usual-dues = Party dues
agenda-usual-adopt = Adopting the agenda
agenda-usual-report = Report on last month's work
agenda-usual-duties = How members did their duties
agenda-usual-news = Current affairs, new matters
agenda-usual-theme = Theme of the month
agenda-usual-theme-titled = Theme: “{ $title }”
agenda-usual-prepare = Preparing the cell's meeting
agenda-usual-matter = The matter to be decided
agenda-usual-discussion = Discussion
agenda-usual-criticism = Self-criticism and criticism
agenda-usual-summary = Summary of opinions
agenda-usual-tasks = Tasks and their deadlines
agenda-usual-conclusion = Conclusion, resolution
agenda-usual-score = Scoring the meeting
agenda-usual-minutes = Reading and adopting the minutes

## Who may read and change it, and until when.

agenda-not-yours = This agenda belongs to another cell, or to the committee alone.
agenda-group-not-bound = This group is not bound to a cell yet. The head or the secretary can type the group code.
agenda-edit-in-private = The agenda is changed in the private chat with the assistant.
agenda-meeting-cancelled = The meeting ({ $meeting }) was cancelled. Its agenda can no longer be changed.
agenda-meeting-over = The meeting ({ $meeting }) is over. Its agenda can no longer be changed.
agenda-which-cell = Please choose the cell:
agenda-choose-cell-first = Please choose the cell first, by a button or a number of the message above.
agenda-which-meeting = Please choose the meeting:
agenda-write-first = Please write to the assistant in private once, then press again.
agenda-sent-privately = The assistant has written to you in private.

## Changing the agenda.

agenda-edit-hint =
    One line changes it, for example:
    add Discussing the plan | Hùng | 20
    change 3 New content · remove 4 · move 5 to 2
    3 minutes 15 · assign 3 to Lan · note 3 bring the book
    Type DONE at the end.
agenda-never-published = The agenda was not published to the group yet.
agenda-unpublished = { $count ->
    [one] 1 change is not published to the group yet.
   *[other] { $count } changes are not published to the group yet.
}
agenda-pick-item = Please choose the item to change:
agenda-done = The agenda is saved.
agenda-added = Added: { $item }
agenda-changed = Changed: { $item }
agenda-removed = Removed item { $number }: { $content }
agenda-restored = Brought back: { $item }
agenda-moved = Item { $was } is now item { $number } ({ $section }): { $content }
agenda-moved-nowhere = Item { $was } stands there already: { $content }
agenda-person-unknown = This name is not on the cell's roster, so it was written as typed.
agenda-person-several = { $count } members of the cell may be meant by “{ $name }”; please choose:
agenda-nobody = nobody yet
agenda-nothing = (none)
agenda-carry = Items of the last meeting that are not usual ones. Please choose what to take over:
agenda-nothing-to-carry = The last meeting has left nothing to take over.
agenda-ask-content =
    { $item }

    Please type the new content (at most 300 characters).
agenda-ask-person =
    { $item }

    Please type who is in charge (a member of the cell or a guest).
agenda-ask-minutes =
    { $item }

    Please type the minutes, for example: 15
agenda-ask-note =
    { $item }

    Please type the note (at most 300 characters).
agenda-ask-new =
    Please type the new item: content | person | minutes
    For example: Discussing the plan | Hùng | 20

## Not understood, not done.

agenda-unclear-any =
    Not understood; the agenda has not changed. For example:
    add Discussing the plan | Hùng | 20
    change 3 New content · remove 4 · move 5 to 2 · 3 minutes 15 · assign 3 to Lan
agenda-unclear-add = What is to be added? For example: add Discussing the plan | Hùng | 20
agenda-unclear-change = What is to be changed? For example: change 3 Report of the month; or: 3 minutes 15; assign 3 to Lan
agenda-unclear-either = Which item is to be changed? For example: change 3 Report of the month; or: move 5 to 2
agenda-unclear-minutes = How many minutes? For example: 3 minutes 15
agenda-unclear-assign = Which item for whom? For example: assign 3 to Lan
agenda-unclear-note = A note for which item? For example: note 3 bring the book
agenda-unclear-remove = Which item is to be removed? For example: remove 4
agenda-unclear-move = Which item goes where? For example: move 5 to 2; 5 down; move 5 to closing
agenda-no-such-item = The agenda has { $count } items, there is no item { $number }. Nothing has changed.
agenda-item-gone = This item was removed from the agenda. Nothing has changed.
agenda-too-many = The agenda has { $most } items already. Please merge some before adding.
agenda-content-too-long = The content is longer than { $most } characters ({ $over } too many). Not written; please shorten it.
agenda-note-too-long = The note is longer than { $most } characters ({ $over } too many). Not written; please shorten it.
agenda-person-too-long = The name is longer than { $most } characters ({ $over } too many). Not written; please shorten it.
agenda-minutes-wrong = Minutes are a number from 0 to { $most }, for example: 15. Nothing has changed.
agenda-nothing-removed = No item was removed that could be brought back.

## Publishing to the group.

agenda-publish-ask = Publish the agenda ({ $meeting }) to the cell's groups ({ $groups })?
agenda-publish-unchanged = Nothing has changed since it was published on { $date }. Publishing again posts one more message.
agenda-published = The agenda was published to the cell's groups ({ $groups }).
agenda-published-already = The agenda was published already ({ $date }); nothing more was posted.
agenda-nothing-to-publish = The agenda has no items yet, so it cannot be published.
agenda-no-group = No group of the cell is bound to the assistant, so it cannot be published. Please invite the assistant to the group and type the group code.
agenda-committee-not-published = The committee's own agenda is not published to the cell's group.
agenda-updated = The committee has updated the agenda.
agenda-changes = Changes ({ $count }):
agenda-more-changes = … and { $count } more.
agenda-difference-added = new item { $number }: { $content }
agenda-difference-removed = removed: { $content }
agenda-difference-content = item { $number }: “{ $was }” is now “{ $content }”
agenda-difference-person = item { $number } ({ $content }): { $was } → { $now }
agenda-difference-minutes = item { $number } ({ $content }): { $was } → { $now } minutes
agenda-difference-note = item { $number } ({ $content }): note { $now }
agenda-difference-moved = moved to { $number }: { $content }

agenda-button-agenda = See the agenda
agenda-button-agenda-edit = Change the agenda
agenda-button-in-full = In full
agenda-button-other-meetings = Other meetings
agenda-button-register = Register to speak
agenda-button-speakers = Who wants to speak
agenda-button-pick-item = Choose an item
agenda-button-add-item = Add an item
agenda-button-edit-item = Change this item
agenda-button-undo = Bring the removed item back
agenda-button-add-theme = Add the theme of the month
agenda-button-carry = Take over from the last meeting
agenda-button-publish-ask = Publish to the group
agenda-button-publish = Publish
agenda-button-done = Done
agenda-button-content = Content
agenda-button-person = Person
agenda-button-minutes = Minutes
agenda-button-note = Note
agenda-button-up = Up
agenda-button-down = Down
agenda-button-remove = Remove this item
agenda-button-nobody = Nobody
agenda-button-no-note = No note
agenda-button-some-minutes = { $minutes } min
agenda-button-this-person = { $name } ({ $code })
agenda-button-previous-page = Previous page
agenda-button-next-page = Next page
