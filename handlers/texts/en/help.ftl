## Help.

help-group = The cell's assistant in this group: /hop meetings, /agenda the agenda; answer an invitation with its buttons or with COMING, ABSENT, LATE. For anything personal, please write to the assistant in private.
help-member = Good day, { $name }. Press a button below an invitation, or write in your own words:
    • COMING – you attend (/du); ABSENT – you cannot come (/vang); LATE 15 MINUTES (/muon)
    • /hop – the next meetings: time and place
    • /agenda – the agenda of the next meeting
    • /chuyende – the theme of the month
    • /phatbieu – ask to speak, named or anonymous
    • /ketqua – your attendance this year
    • /dulieu – see, correct, take away or delete your data
    • /huylienket – unlink this account
    • /huy – drop what you have begun
help-organiser = For the committee ({ $cells }):
    • /taohop, /doilich, /huyhop – create, move, cancel a meeting; /lichhop – the monthly rule
    • /tinhhinh – who comes, who does not, who has not answered
    • /agenda – build and publish the agenda; /chuyende – set the theme
    • /dsphatbieu – who wants to speak, and in which order
    • /diemdanh – record who was present
    • /lienket and the group code – type it in the group to bind the group to the cell
