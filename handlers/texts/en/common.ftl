## Sentences that belong to no one subject.

not-linked = The Chi Bộ assistant serves members whose account is linked. Please type the one-time code that your committee gave you.
organisers-only = This is for the cell's committee. Please ask the head or the secretary of the cell.
private-only = Please write to the assistant in private to do this.
unknown-command = The assistant does not know /{ $command }. Type /help to see the commands.
button-too-old = This button no longer works. Please look at the latest message.
secret-refused = The assistant takes no documents, pictures or texts that look secret. What you sent was not stored. Please delete the message and talk to the committee in person.
something-broke = The system has a fault; your message was not recorded. Please try again later or tell the head of the cell.
cancelled = Cancelled. Nothing has changed.
nothing-to-cancel = There is nothing to cancel.
no-meeting = { $cell } has no meeting coming up.
group-hello = Good day. This is the Chi Bộ assistant. The head or the secretary of the cell can bind this group with the code from the committee.
group-lost = The assistant is no longer in the group { $group } of { $cell }. Reminders will not reach the group until it is invited back.
button-cancel = Cancel
button-back = Back
button-confirm = Confirm
button-skip = Skip
answer-by-mention = To answer, mention the assistant with the number, for example: @{ $bot } 1
