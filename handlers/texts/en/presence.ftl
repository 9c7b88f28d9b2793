## Who was present: recorded by the organisers, in private.

presence-ask = For the committee only – the planned time of { $heading }, { $when }, is over. Please record who was present. The list is marked by the answers.
presence-open = Record presence
presence-list =
    Presence, { $heading }, { $when }: { $present }/{ $expected }.
    Choose a name to change it (☑ present, ☐ absent), then choose “Done”.
presence-list-numbers = You may type several numbers at once, like: 2 5 7.
presence-page = Page { $page }/{ $pages }
presence-here = ☑ { $name }
presence-gone = ☐ { $name } – { $why }
presence-why-absent = said absent
presence-why-silent = said nothing
presence-why-said-yes = had said to come
presence-all = All present
presence-done = Done
presence-confirm =
    Results, { $heading }, { $when }: present { $present }/{ $expected }.
    Absent, waiting for the committee: { $waiting }. Excused: { $excused }. Not excused: { $unexcused }.
presence-confirm-names =
    Absent:
    { $names }
presence-confirm-ask = Record this? Who was absent without a word will be asked in private to talk to the committee.
presence-write = Record
presence-recorded = Presence is recorded.
presence-corrected = Presence is corrected.
presence-unchanged = Presence stays as it was.
presence-correct = Correct presence
presence-none = { $cell } has no meeting that has begun.
presence-not-begun = The meeting has not begun. Please record presence after its start.
presence-which = For which organisation?
