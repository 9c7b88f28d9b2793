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

## Why nothing was recorded

att-not-active = The assistant cannot record your answer at present. Please talk to the committee in person.
att-other-cell = This belongs to another cell. Please answer in the group of your own cell, or write to the assistant in private.
att-not-invited = Only members of the committee are invited to this meeting.
att-cancelled = This meeting is cancelled; no answer is needed.
att-held = The committee has recorded who was present. If something has to be corrected, please talk to the committee.
att-begun = The meeting has begun, and the committee records who is there. You can still say that you are late or cannot come.
att-exempt-need-not = You are exempt from meetings and need not say that you are absent or late.
att-away-need-not = You belong to another cell for the time being and need not say here that you are absent or late.

## Answers and reasons in short

att-short-attend = coming
att-short-late = late
att-short-absent = absent
att-short-unsure = not sure
att-short-silent = no answer yet
att-reason-work = Work trip
att-reason-health = Illness, treatment
att-reason-family = Family matter
att-reason-study = Study
att-reason-duty = On duty
att-reason-other = Other
att-reason-none = no reason given
att-short-late-minutes = { $minutes } minutes late
att-short-absent-reason = absent ({ $reason })

## Asked and confirmed in private

att-ask =
    Please say whether you will come to { $heading }.
    Time: { $when }
    Place: { $place }
att-so-far = Recorded at present: { $said }.
att-noted-attend = Recorded: { $name } will come to { $heading }, { $when }, at { $place }. Should this change, please write ABSENT.
att-noted-late = Recorded: { $name }, { $said }: { $heading }, { $when }, at { $place }.
att-noted-absent = Your absence, { $name }, was passed to the committee: { $heading }, { $when } – { $said }. The committee decides whether it is excused.
att-noted-unsure = Recorded: { $name } is not sure about { $heading }, { $when }. Please answer before { $until }.
att-repeated = This was recorded before: { $said } – { $heading }, { $when }.
att-exempt-may = You are exempt from meetings; the committee is glad if you come.
att-away-may = You belong to another cell for the time being; coming here is not counted.
att-after-start = The meeting has begun: this is recorded as said after the start.
att-ask-reason = Please give the reason. Details about health are not needed.
att-ask-note = If you wish, add a sentence for the committee, or skip this. Details about health are not needed.
att-ask-late = How late will you be?
att-minutes = { $minutes } minutes
att-minutes-unknown = Not known yet
att-change = Change
att-speak = You wish to speak: please register, so that the committee can plan for it.
att-speak-choice = Register to speak
att-moved = The date of { $heading } was moved to { $when }. The former answer no longer holds; please answer again.
att-moved-toast = The meeting was moved to { $when }. Please answer again under the latest message.
att-reason-again = The assistant is not sure which kind of reason this is. Please choose one below.
att-late-again = Please type the number of minutes, or choose below.
att-note-kept = Passed on to the committee; only the committee can read it. Recorded at present: { $said }.

## Answers from a group: a passing line, and a common reply that tells nothing

att-toast-noted = Recorded: { $said }.
att-toast-repeated = This was recorded before: { $said }.
att-toast-reason = Recorded. The assistant has just asked you for the reason in private.
att-toast-late = Recorded. The assistant has just asked you in private how late you will be.
att-toast-note = Recorded. The assistant has just written to you in private.
att-toast-unreachable = Recorded, but the assistant cannot write to you in private. Please open the private chat with the assistant and type /start.
att-group-noted = Recorded. The assistant writes to you in private.
att-group-unreachable = Recorded. The assistant cannot write to you in private: please open the private chat with it and type /start.
att-group-private = The assistant writes to you in private.
att-group-unreachable-ask = The assistant cannot write to you in private: please open the private chat with it and type /start.

## Words that are no answer

att-acknowledged =
    Thank you. Please say with one tap whether you will come to { $heading }.
    Time: { $when }
    Place: { $place }
att-not-understood =
    The assistant did not understand. Please choose an answer about { $heading }.
    Time: { $when }
    Place: { $place }
    For anything else please talk to the committee or type /help.
att-not-understood-group = The assistant did not understand. Please choose under the invitation, or write to the assistant in private.
att-thanks = Thank you. No meeting needs an answer at present.
att-questions = Agenda: type /agenda. For anything else please ask the committee.
att-facts =
    About { $heading }:
    Time: { $when }
    Place: { $place }
    Please answer before: { $until }
    { att-questions }
att-which = For which meeting do you say: { $said }?
att-which-choice = { $heading } ({ $day })
att-which-other = There are two meetings close together. Please reply to the invitation of the one you mean.

## Recorded for somebody else

behalf-member = The assistant records only what a person says for himself. Please let the member write to the assistant, or ask the secretary to record it.
behalf-nobody = The assistant found no “{ $name }” among the members of the cell. Please give the full name, like “Đồng chí Nguyễn Văn An vắng vì công tác”.
behalf-who = Several members are called “{ $name }”. Whom do you mean?
behalf-what =
    For { $name } – { $heading }, { $when }.
    Recorded at present: { $before }. Record:
behalf-offer =
    Record for { $name }: { $said } – { $heading }, { $when }?
    Recorded at present: { $before }. { $name } will be told and can change it.
behalf-yes = Record it
behalf-no = Do not record
behalf-attend = Coming
behalf-absent = Absent
behalf-late = Late
behalf-unsure = Not sure
behalf-done = Recorded for { $name }: { $said } – { $heading }. The member is told in private.
behalf-told = { $by } (committee) has recorded for you: { $said } – { $heading }, { $when }. If this is not right, please choose again.
behalf-not-invited = { $name } is not invited to this meeting.
behalf-group = The assistant does not record words about others in the group; it has written to you in private.
behalf-group-unreachable = The assistant does not record words about others in the group. Please write to it in private.
