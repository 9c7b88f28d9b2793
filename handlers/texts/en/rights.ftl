## A member's rights over what is held about him or her.

rights-stranger = This account is linked to no member, so nothing is held about you.
rights-summary = The assistant holds about { $name }:
    • Roster: { $cell }, code { $code }, { $status }
    • Roles: { $roles }
    • Accounts: { $accounts }
    • Sentences not understood are kept: { $kept ->
        [yes] yes (without a name)
       *[no] no
    }
    • { $year }: present { $present }, excused { $excused }, unexcused { $unexcused }
    • Points registered under your name: { $points }

    The committee and the secretary see answers, reasons and named points; the upper committee sees figures only. You may:
rights-no-role = none
rights-account = { $network }, linked { $since }
rights-button-export = See and take away everything
rights-button-correct = Ask for a correction
rights-button-keep-yes = Allow keeping such sentences
rights-button-keep-no = Do not keep such sentences
rights-button-erase = Withdraw and erase

rights-status-official = official
rights-status-probationary = probationary
rights-status-exempt = exempt
rights-status-guest = guest for a time
rights-status-away = away for a time
rights-status-suspended = suspended
rights-left = left on { $day }
rights-dates = { $since } – { $until }
rights-role-head = head
rights-role-deputy = deputy
rights-role-committee = committee member
rights-role-secretary = secretary
rights-role-leader = group leader
rights-role-monitor = monitor of the upper committee
rights-role-administrator = administrator of the upper committee

rights-export-head = Everything held about { $name } (page { $page }/{ $pages }):
rights-export-roster = • Roster: { $cell }, code { $code }; { $status }
rights-export-account = • Account { $account }; id { $id }; last used { $seen }
rights-export-attendance = • Period { $period }, { $day }: { $said }
rights-export-point = • Point, period { $period }: { $text }
rights-export-item = • Named in an agenda: { $content }
rights-export-theme = • Presents the theme of { $period }: { $title }
rights-export-acts = • Log of acts (without contents): { $count } lines, since { $since }
rights-export-anonymous = • Anonymous points: the assistant does not know which are yours.
rights-answer-attend = coming
rights-answer-late = late
rights-answer-absent = absent
rights-answer-unsure = unsure
rights-answer-none = no answer
rights-minutes = { $minutes } minutes
rights-reason-work = reason: work
rights-reason-health = reason: health
rights-reason-family = reason: family
rights-reason-study = reason: study
rights-reason-duty = reason: duty
rights-reason-other = reason: other
rights-result-present = result: present
rights-result-excused = result: excused
rights-result-unexcused = result: unexcused
rights-result-uncounted = result: not counted

rights-correct-ask = Your answers and points you can change yourself. For your name, status, roles or recorded attendance, please write in one message what is wrong; it goes to your committee.
rights-correct-letter = For the committee: { $name } (code { $code }) asks for a correction: “{ $text }”. Please answer within two working days and correct it within ten days.
rights-correct-sent = Your request has gone to your committee.
rights-correct-nobody = Nobody of your committee can be reached here at present. Please speak to them in person.

rights-erase-ask = { $name }, do you want to withdraw your consent?
    Erased at once: the linked account, reasons for absence, named points, talks in progress.
    What stays: your name on the cell's list, roles, and attendance (without reasons), because they are the cell's own records; and a log of acts without contents.
    The assistant will not invite or remind you any more; your committee is told to inform you in person. This cannot be undone.
rights-button-go-on = Go on withdrawing
rights-button-leave = Leave it
rights-erase-sure = Please confirm for the last time: erase, with no way back.
rights-button-erase-now = Erase for good
rights-erase-not = Nothing has been erased.
rights-erased = Your consent is withdrawn and your data is erased. The id of this chat leaves the ledger too, once this message has arrived. Thank you; your committee can be reached in person.
rights-erased-elsewhere = At the request of another account of { $name }, the link and the data have been erased. If this was not you, please tell your committee at once.
rights-erased-organisers = For the committee: { $name } has withdrawn consent and the chat data is erased. The assistant no longer invites or reminds this member; please inform the member in person.
