## Help.

help-group = The cell's assistant in this group: /agenda shows the agenda; answer an invitation with COMING, ABSENT or LATE. For anything personal, please write to the assistant in private.
help-member = Good day, { $name }. Press a button below an invitation, or write in your own words:
    • COMING – you attend; LATE 15 MINUTES; ABSENT – you cannot come
    • /agenda – the agenda of the next meeting
    • /dulieu – see, correct, take away or delete your data
    • /huylienket – unlink this account
    • /huy – drop what you have begun
help-organiser = For the committee ({ $cell }):
    • /lienket and the group code – type it in the group to bind the group to the cell
