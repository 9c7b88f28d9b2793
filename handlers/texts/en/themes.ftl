## The theme of the month.

theme-push = Dear comrades. The theme of { $period }: "{ $title }".
theme-line-aim = Aim: { $aim }
theme-line-presenter = Presented by comrade { $presenter }
theme-line-questions = Questions to discuss:
theme-line-link = To read: { $link }
theme-line-speak = Whoever would like to speak, please write to the assistant in private to register.
theme-ask-presenter = Dear comrade { $name }. You are to present the theme of { $period }: "{ $title }". Please prepare a draft and send it by the official app at least 1 day before the meeting. Please send no documents by chat.
theme-none-yet = To the committee of { $cell }. There is no theme for { $period } yet; it is due in the group on { $date }. Please consider setting one.
theme-button-set = Set a theme
