## Absences, told to the organisers in private. Never sent to a group.

alert-absences =
    For the committee only – { $heading }, { $when }:
    { $lines }
    At present: coming { $attend }, late { $late }, absent { $absent }, no answer yet { $silent }.
alert-declared = • Cannot come: { $name } – { $reason }
alert-changed = • Another reason: { $name } – { $reason }
alert-withdrawn = • No longer absent: { $name } – now: { $now }
alert-after-start = { $reason } (said after the start)
alert-more = … and { $count } more
alert-review = Review absences
alert-accept-name = Excused: { $name }
alert-refuse-name = Not excused: { $name }

## The organisers consider absences

absence-list = For the committee only – absences, { $heading }: { $count } members, { $waiting } waiting for you. Choose a name to see it and to record what the committee thinks.
absence-none = Nobody is absent at present: { $heading }.
absence-choice = { $name } – { $reason } – { $state }
absence-no-word = nothing said
absence-one =
    { $name } – { $heading }
    Said: { $said }
    State: { $state }
absence-note = In the member's words: { $note }
absence-after-start = Said after the start.
absence-decided-by = Recorded by: { $name }.
absence-accept = Excused
absence-refuse = Not excused
absence-done = Recorded: { $name } – { $state }.
absence-own = You cannot decide about your own absence. Please ask another member of the committee.
absence-withdrawn = { $name } is not absent from this meeting at present.
absence-told-excused = The committee has considered your absence: excused – { $heading }, { $when }.
absence-told-unexcused = The committee has not accepted the reason for your absence yet – { $heading }, { $when }. Please try to come, or talk to the committee.

## What came of a meeting

result-present = present
result-excused = absent, excused
result-unexcused = absent, not excused
result-uncounted = not counted
result-waiting = waiting for the committee
result-summary =
    For the committee only – results, { $heading }, { $when }:
    Present { $present }/{ $expected }; excused { $excused }; waiting for the committee { $waiting }; not excused { $unexcused }.
result-unexcused-names =
    Absent, not excused:
    { $names }
result-waiting-names =
    Waiting for the committee:
    { $names }
result-name = • { $name }
result-name-said-yes = • { $name } (had said to come)
result-name-absent = • { $name } ({ $reason })
result-told-present = The committee has corrected your result: present – { $heading }, { $when }.
result-told-excused = The committee has recorded: you were excused – { $heading }, { $when }.
result-told-unexcused = The committee has recorded that you were absent without a reason so far – { $heading }, { $when }. Please tell the committee your reason.
result-told-waiting = Your result waits for the committee – { $heading }, { $when }.
result-told-uncounted = The committee has recorded: this meeting is not counted for you – { $heading }, { $when }.
result-own =
    Your attendance in { $year }:
    { $lines }
result-own-line = • { $period }: { $result }
result-own-share = Attended: { $share } % of the meetings that count.
result-own-none = No results are recorded for you in { $year } yet.

## When absences add up: figures for the committee to talk about; it decides

ladder-lead = For the committee only – after { $heading }, { $when }:
ladder-alert =
    Members who need attention: { $count }
    { $lines }
    { $advice } Figures for orientation; please talk about it.
ladder-first = • { $name } – absent without reason once this year
ladder-nearly = • { $name } – excused { $times } times in a row
ladder-row = • { $name } – excused { $times } times in a row
ladder-meet = • { $name } – absent without reason { $times } times this year
ladder-months = • { $name } – absent without reason in { $times } months this year
ladder-advice-talk = Please ask how the member is.
ladder-advice-row = Please consider whether a temporary exemption or a transfer fits.
ladder-advice-meet = Please meet the member.
ladder-advice-months = Please look into it and consider it by the rules.
ladder-pass-on = Report to the upper committee: { $name }
ladder-pass-on-yes = Send the report
ladder-pass-on-ask = To { $upper }: { $name } ({ $cell }) was absent without reason in { $times } months of { $year }. Do you, as head, send this?
ladder-passed-on = { $by }, head of { $cell }, reports to { $upper }: { $name } was absent without reason in { $times } months of { $year }. Please consider it by the rules.
ladder-pass-on-done = The report about { $name } was sent to { $upper }.
ladder-pass-on-nobody = Nothing was sent: nobody of { $upper } is linked to the assistant, or the report was sent before. Please report in person.
ladder-head-only = Only the head decides whether to report to the upper committee.
ladder-no-longer = The figures about { $name } have changed; there is nothing to report to the upper committee any more.

## How the answers stand, at the deadline or when organisers ask

summary-deadline = The time for answers is over. For the committee only – { $heading }, { $when }:
summary-now = For the committee only – { $heading }, { $when }:
summary-counts = Coming { $attend }, late { $late }, absent { $absent }, not sure { $unsure }, no answer { $silent }; out of reach { $unreachable }. In all { $expected }.
summary-attend = Coming ({ $count }):
summary-late = Late ({ $count }):
summary-absent = Absent ({ $count }):
summary-unsure = Not sure ({ $count }):
summary-silent = No answer ({ $count }):
summary-unreachable = Not linked, or out of the assistant's reach ({ $count }):
summary-others = Not counted, but coming ({ $count }):
summary-name = • { $name }
summary-name-with = • { $name } – { $detail }
summary-minutes = { $minutes } minutes
summary-minutes-open = not known how late
summary-by-other = { $said } (recorded on behalf)
summary-page = Page { $page }/{ $pages }
summary-none = { $cell } has no meeting coming up or waiting for results.
summary-which = Whose meeting do you want to see?
