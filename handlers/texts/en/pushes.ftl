## Invitations, reminders, changes.

dear = Dear comrade { $name }.
dear-all = Dear comrades.
invite-letter =
    { $cell } invites you to { $heading }.
    Time: { $time }.
    Place: { $place }.
    Documents: please read them in the official app.
    Please answer before { $deadline }.
invite-moved =
    { $cell } has moved { $heading }: from { $former } to { $time }.
    Place: { $place }.
    Earlier answers no longer count; please answer anew before { $deadline }.
invite-moved-group = Dear comrades. { $heading } was moved from { $former } to { $time }, place: { $place }. Earlier answers no longer count; please answer anew.
invite-monitor =
    { $cell } informs you as its monitor of { $heading }.
    Time: { $time }.
    Place: { $place }.
invite-monitor-moved = { $cell } has moved { $heading }: from { $former } to { $time }, place: { $place }.
remind-lead = { $days ->
    [0] Reminder: today.
    [1] Reminder: tomorrow.
   *[other] Reminder: in { $days } days.
}
remind-letter =
    Reminder of { $heading }.
    Time: { $time }.
    Place: { $place }.
    If anything changes, please send BÁO VẮNG.
nudge-letter = The committee has no answer from you yet about { $heading }, { $time }, place: { $place }. Please answer before { $deadline }.
nudge-late = The committee has no answer from you yet about { $heading }, { $time }, place: { $place }. Please answer as soon as you read this.
notice-cancelled = { $cell } informs you: { $heading } ({ $time }) will not be held as announced.{ $why } Earlier answers no longer count.
notice-place = { $cell } informs you of a new place for { $heading } ({ $time }): { $place }. The time and the answers stay.
notice-why = { " " }Reason: { $why }.
