## Meetings: what they are called, when and where they are.

meeting-heading-regular = the regular meeting for { $period }
meeting-heading-themed = the themed meeting for { $period }
meeting-heading-combined = the regular meeting with the theme for { $period }
meeting-heading-committee = the committee's meeting for { $period }
meeting-heading-extraordinary = the extraordinary meeting of { $period }
meeting-place-open = to be announced by the committee
