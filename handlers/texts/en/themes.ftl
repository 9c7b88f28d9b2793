## The theme of the month.

theme-push = Dear comrades. The theme of { $period }: "{ $title }".
theme-line-aim = Aim: { $aim }
theme-line-presenter = Presented by comrade { $presenter }
theme-line-questions = Questions to discuss:
theme-line-link = To read: { $link }
theme-line-speak = Whoever would like to speak, please write to the assistant in private: /phatbieu.
theme-draft-wanted = Dear comrade { $name }. You are to present the theme of { $period }: "{ $title }". Please prepare a draft and send it by the official app at least 1 day before the meeting. Please send no documents by chat.
theme-none-yet = To the committee of { $cell }. There is no theme for { $period } yet; it is due in the group on { $date }. Please consider setting one.
theme-button-set = Set a theme

## Setting a theme.

theme-none = { $cell } has no theme for { $period } yet.
theme-not-yours = Themes are set by the committee of the cell or by administrators of the upper committee. Please talk to your committee.
theme-button-set-of = Set a theme: { $cell }
theme-which-owner = For which organisation is the theme?
theme-which-period = { $cell }: for which month do you set or change the theme?
theme-which-type = For which type of cells is the theme of { $period }?
theme-all-types = All cells
theme-ask-title = Theme of { $period }: please type its title.
theme-ask-aim = Please type its aim in a sentence or two, or skip.
theme-ask-presenter = Please type the name of the presenter, or skip.
theme-ask-questions = Please type 2–3 questions to discuss, each on a line or in a message of its own, or skip.
theme-ask-link = Please type a link to a public document (https://…), or skip.
theme-more-questions = { $count } noted. Please type the next question, or choose "That is all".
theme-questions-many = At most 3 questions are taken. What you just typed was not noted; please type fewer.
theme-button-done = That is all
theme-too-long = That has { $length } characters, at most { $most } are taken. Please shorten it.
theme-link-wrong = That is no link. Please type it in full, beginning with https://, or skip.
theme-which-presenter = Several comrades have that name. Please choose the presenter:
theme-button-as-typed = Keep it as typed
theme-review = Please check. The group will read:
theme-button-save = Save
theme-button-title = Change the title
theme-button-aim = Change the aim
theme-button-presenter = Change the presenter
theme-button-questions = Change the questions
theme-button-link = Change the link
theme-button-drop = Delete the theme
theme-button-drop-yes = Delete it
theme-drop-ask = Do you really want to delete the theme "{ $title }"?
theme-dropped = The theme "{ $title }" was deleted.
theme-changed-meanwhile = Another comrade has just saved this theme. What you prepared was not saved; please look again with /chuyende.
theme-saved = The theme "{ $title }" is saved. It goes to the group on { $date }.
theme-saved-late = The theme "{ $title }" is saved. This month's theme day has passed. Send it to the group now?
theme-saved-only = The theme "{ $title }" is saved.
theme-button-push = Send it now
theme-pushed = The theme is on its way to { $count } cells; in quiet hours it arrives in the morning.
