## Registering to speak.

points-choose =
    REGISTER TO SPEAK
    { $meeting }
    { $time }
    Taken until { $deadline }.
    { $written ->
        [0] Please choose an item or a question:
        [one] You have registered once. Please choose an item or a question:
       *[other] You have registered { $written } times. Please choose an item or a question:
    }
points-choose-first = Please choose what to speak on by a button or a number of the message above. If you hold an anonymous code, please type all its 12 characters.
points-on-item = Item { $number }. { $text }
points-on-question = Question { $number }: { $text }
points-on-removed = Removed item: { $text }
points-on-other = Something else
points-small-circle = Please note: the cell has only { $count } members; what is said and how may still tell who wrote it.
points-named-or-not =
    { $target }

    With your name or anonymously?
    With your name: the committee sees it and calls you to speak.
    Anonymously: the assistant does not keep who wrote it; you get a code with which to see, edit and withdraw it.
points-ask-named =
    { $target }

    Please type the main point (at most { $most } characters), or skip the text.
    No remarks about persons, personnel or discipline here; please talk to the committee in person.
points-ask-anonymous =
    { $target }
    (anonymous)

    Please type your point (at most { $most } characters), or skip the text if you only ask to discuss this.
    No remarks about persons, personnel or discipline here; write nothing that tells who you are.
points-ask-again =
    { $target }
    Recorded: { $text }

    Please type the new text (at most { $most } characters).
points-too-long = Longer than { $most } characters: { $over } too many. Below is what fits; please send that or type a shorter text.
points-too-long-anonymous =
    Longer than { $most } characters: { $over } too many, so nothing has changed. What fits is:
    { $text }

    Please send the code again with a shorter text.
points-delicate = Please note: this may be a remark about a person, personnel or discipline. If so, please cancel and talk to the committee in person.
points-no-text = (no text)
points-preview-named =
    Please look before you send:
    { $target }
    With your name
    Text: { $text }
points-preview-anonymous =
    Please look before you send:
    { $target }
    Anonymous
    Text: { $text }
points-send-by-figures = To send it, please answer: { $code }. To write it anew, type the new text. To stop, type HỦY.
points-sent =
    Your wish to speak is recorded.
    { $target }
    Text: { $text }
    You can see, edit and withdraw it until { $deadline }.
points-sent-anonymous =
    The anonymous point is recorded.
    { $target }
    Text: { $text }

    Your code: { $receipt }
    Only this code opens it again; the assistant does not keep it and cannot replace it. The code alone shows the point; with a new text it edits it; with WITHDRAW it withdraws it. Until { $deadline }.
points-stopped = Stopped. Nothing was sent.
points-draft-gone = This draft is gone (sent, cancelled or older than a day). Please write it again if needed.
points-target-gone = This item is no longer on the agenda. Nothing was recorded; please choose another one.
points-too-many-anonymous = This meeting has received too many anonymous points, so this one was not recorded. Please speak with your name or talk to the committee.
points-closed = The time for points is over ({ $deadline }); nothing more was recorded. Please speak at the meeting.
points-meeting-cancelled = The meeting ({ $meeting }) was cancelled, so no points are taken.
points-meeting-over = The meeting ({ $meeting }) is over, so no points are taken.

## One's own points.

points-mine = Your named points ({ $count }):
points-mine-none = You have no named points for this meeting.
points-one =
    { $target }
    Text: { $text }
    Can be edited and withdrawn until { $deadline }.
points-already =
    You have registered on this already.
    { $target }
    Text: { $text }
    Can be edited and withdrawn until { $deadline }.
points-one-anonymous =
    Anonymous point
    { $target }
    Text: { $text }

    To edit: type the code and the new text. To withdraw: the code and WITHDRAW. Until { $deadline }.
points-rewritten =
    The anonymous point is changed; the code stays the same.
    { $target }
    Text: { $text }

    Can be edited and withdrawn until { $deadline }.
points-withdrawn =
    Withdrawn.
    { $target }
    What was withdrawn: { $text }
points-ask-receipt =
    Please type the anonymous code (12 characters), for example K7QM-2X9D-PA4T:
    – the code alone: see the point;
    – the code and a new text: edit it;
    – the code and WITHDRAW: withdraw it.
points-receipt-hint = Anonymous points are not on this list: the code alone shows one; with a new text it edits it; with WITHDRAW it withdraws it.
points-receipt-unknown = No point belongs to this code: it was mistyped, or the point was withdrawn or deleted after the meeting.
points-gone = This point is gone. Please look at the list again.

## The organisers' list.

points-list =
    WISHES TO SPEAK – { $meeting }
    { $count } in all: { $named } members by name, { $anonymous } anonymous.
points-list-none = { $meeting }: nobody has registered to speak yet.
points-list-empty = Nothing was registered on this.
points-anonymous = Anonymous
points-place =
    { $target }
    Place { $place } of { $count }
    { $entry }

points-button-mine = My points
points-button-code = I hold an anonymous code
points-button-named = With my name
points-button-anonymous = Anonymously
points-button-no-text = Skip the text
points-button-send = Send
points-button-open = See or withdraw what I sent
points-button-edit = Edit
points-button-withdraw = Withdraw
points-button-earlier = Earlier
points-button-later = Later
points-button-first = Speak first
