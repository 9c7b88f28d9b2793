## Linking a member's account and a cell's group.

link-stranger = Good day. This is the cell's assistant; it serves members whose account is linked. If your committee gave you a one-time code, please type it here (for example: 7K3F-9QXM-2B4T-VZ8R).
link-welcome-back = Good day, { $name }. This account is linked. Type HELP to see what the assistant can do.

link-consent = You are { $name }, { $cell }?
    If this is not you, please choose "I do not agree" and tell your committee.

    Before this account is linked, please read:
    • Stored: this chat account; your answers (coming, absent, late) and reasons; points you want to speak on; your attendance.
    • Who sees it: the committee and the secretary of your cell. The upper committee sees figures only. Groups see numbers, never names or reasons. Anonymous points carry no name.
    • How long: reasons in your words { $reasons } days, points { $points } days after the meeting; attendance { $months } months.
    • Not stored: ID numbers, party card numbers, addresses, birth dates. Please send no documents and nothing secret.
    • Your rights: see, correct, take away, withdraw and delete at any time with /dulieu. If you do not agree, nothing is stored and you answer your committee as before.

    Do you agree?
link-consent-again = Your answer was not clear. Nothing is linked. Please choose one of the two answers.
link-agree = I agree
link-disagree = I do not agree
link-refused = Understood. Nothing is linked and the code stays good. If you change your mind, type the code again.
link-consent-late = This question is too old. Nothing is linked. Please type the code again.
link-done = This account is now linked to { $name }, { $cell }. Invitations and reminders come here. Type HELP for more; if this was a mistake, type /huylienket.

    One more question: when the assistant does not understand a sentence of yours, may it keep that sentence (without your name) to improve? No answer means no.
link-keep-no-button = Do not keep
link-keep-yes-button = May be kept
link-keep-no = No sentence of yours that was not understood will be kept.
link-keep-yes = Thank you. Such sentences are kept without your name. You can change this with /dulieu.

link-already = This account is already linked to { $name }. No code is needed.
link-other-first = This account is linked to another member. Please type /huylienket first, then the code again. The code stays good.
link-code-mistyped = This does not look like a code. A code has 16 signs in four groups, for example: 7K3F-9QXM-2B4T-VZ8R. Please check and type it again.
link-code-wrong = The code is not right. Please check it, or ask your committee for a new one.
link-code-used = This code has been used. If that was not you, please tell your committee at once.
link-code-expired = This code is no longer good. Please ask your committee for a new one.
link-too-many = Too many wrong codes. To protect you, no codes are taken here for a while. Please try again after { $until }.
link-code-is-for-group = This code binds a group. Please type it in the group of your cell: /lienket and the code.

link-second-account = For your information, { $name }: another chat account has just been linked to you. If that was not you, please tell your committee at once.
link-account-replaced = This account is no longer linked to { $name }, because another account has just been linked. If that was not you, please tell your committee at once.

link-nothing-to-undo = This account is not linked to anybody.
link-undo-ask = Unlink this account from { $name }? Invitations and reminders will no longer come here. Linking again needs a new code. To delete your data as well, type /dulieu.
link-undo-yes = Confirm unlinking
link-undone = This account is no longer linked to { $name }. To link it again, please ask your committee for a new code.
link-undone-organisers = For the committee: { $name } has unlinked the account and is no longer reached by the assistant. Please inform the member in person.

link-bind-in-group = This command is for the group of your cell. To link your own account, type the one-time code alone.
link-anonymous = The assistant cannot see who wrote this. Please write with your own account, not as an anonymous administrator of the group.
link-code-shown-in-group = That was a personal code, and the whole group has seen it: it no longer works. Please delete the message, ask your committee for a new code, and send that one to the assistant in private.
link-group-done = This group is now bound to { $cell }. Meeting dates, themes and agendas come here. For anything personal, please write to the assistant in private.
link-group-done-organisers = For the committee of { $cell }: { $name } has bound the group "{ $group }" to the cell. If that is wrong, type /huylienket in that group.
link-group-already = This group is already bound to { $cell }.
link-group-other-first = This group is bound to another organisation. Its committee has to type /huylienket in the group first. The code stays good.
link-group-unbound = This group is not bound to any cell.
link-unbind-ask = Unbind this group from { $cell }? Dates and themes will no longer come here.
link-unbind-yes = Unbind the group
link-unbound = The group is no longer bound to { $cell }. Binding it again needs a new group code.

## Invitations, to print or to hand over one by one.

invitation-title = Codes for linking the cell's assistant
invitation-member = To { $name }, { $cell }.
    Your committee invites you to link your account with the cell's assistant: meeting dates, coming or absent, the agenda, and points you want to speak on.
invitation-group = To the committee of { $cell }.
    This code binds the group of your cell to the assistant. It is typed by a committee member whose own account is linked.
invitation-code = One-time code: { $code }
    Good until: { $until }
invitation-member-telegram = • Telegram: scan the QR picture or open { $link } and press Start.
invitation-member-zalo = • Zalo: open the assistant "{ $bot }" and send it the code { $code } in private.
invitation-group-telegram = • Telegram: open { $link } and choose the group of your cell; or add the assistant to the group and type /lienket and the code.
invitation-group-zalo = • Zalo: add the assistant "{ $bot }" to the group and mention it there with the code { $code }.
invitation-member-care = The code is for you alone: please do not pass it on and do not post it in a group. Before linking you read what is stored and who sees it; the account is linked only if you agree.
invitation-group-care = Please type the code only in the group of your cell.
