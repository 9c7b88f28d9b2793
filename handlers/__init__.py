"""Everything the assistant understands and says. This page is its whole vocabulary: commands, buttons, steps, events, pushes."""

from collections.abc import Callable
from functools import partial

from handlers import (
    absences,
    agenda,
    agenda_edit,
    agenda_items,
    agenda_publish,
    alerts,
    attendance,
    attendance_behalf,
    attendance_talk,
    dispatch,
    events,
    help,  # noqa: A004  (help is what people call it)
    housekeeping,
    linking,
    meetings_list,
    meetings_off,
    meetings_talk,
    periods,
    points,
    points_list,
    points_own,
    presence,
    pushes,
    results,
    rights,
    rules_talk,
    secrecy,
    summary,
    themes,
    themes_talk,
)
from handlers.desk import Desk
from handlers.dispatch import Command
from handlers.turn import Turn
from storage.spine import Push

OPENINGS: dict[str, Callable[..., None]] = {
    # word of a deep link ("word_argument" behind t.me/BOT?start=): function(turn, *arguments); only talks, never an act
    "att": attendance_talk.opened,
    "pt": points.new,
}

COMMANDS: dict[str, Command] = {
    # name: Command(function(turn, rest), aliases: whole messages that mean the same)
    "start": Command(partial(linking.start, openings=OPENINGS), ("bắt đầu", "xin chào"), listed=False),
    "help": Command(help.show, ("trợ giúp", "giúp", "hướng dẫn", "help")),
    "huy": Command(help.cancel, ("hủy", "huỷ", "thôi"), keeps_talk=True),
    "dulieu": Command(rights.show, ("dữ liệu", "dữ liệu của tôi")),
    "lienket": Command(linking.bind),
    "huylienket": Command(linking.unlink, ("hủy liên kết", "huỷ liên kết")),
    "hop": Command(meetings_list.show, ("lịch họp", "lịch sinh hoạt", "kỳ họp tới", "bao giờ họp", "khi nào họp")),
    "taohop": Command(meetings_talk.new, ("tạo kỳ họp", "tạo cuộc họp", "lên lịch họp")),
    "doilich": Command(meetings_talk.move, ("đổi lịch", "dời lịch", "chuyển lịch", "đổi lịch họp")),
    "huyhop": Command(meetings_talk.off, ("hủy họp", "huỷ họp", "hủy kỳ họp", "hoãn họp")),
    "chuyende": Command(themes_talk.show, ("chuyên đề", "chuyên đề tháng", "chuyên đề tháng này")),
    "lichhop": Command(rules_talk.show, ("lịch hằng tháng", "lịch hàng tháng", "lịch định kỳ", "lịch họp hằng tháng")),
    "du": Command(attendance.attend_command),
    "vang": Command(attendance.absent_command, ("báo vắng", "xin vắng", "absent")),
    "muon": Command(attendance.late_command),
    "ketqua": Command(results.own_results, ("kết quả",)),
    "tinhhinh": Command(summary.command, ("tình hình",)),
    "diemdanh": Command(presence.command, ("điểm danh",)),
    "agenda": Command(agenda.show, ("chương trình", "chương trình họp", "xem chương trình", "nội dung họp", "agenda")),
    "phatbieu": Command(
        points.begin,
        (
            "phát biểu",
            "đăng ký phát biểu",
            "đăng kí phát biểu",
            "xin phát biểu",
            "tôi muốn phát biểu",
            "góp ý",
            "đóng góp ý kiến",
        ),
    ),
    "dsphatbieu": Command(
        points_list.begin, ("danh sách phát biểu", "ds phát biểu", "ai phát biểu", "ai đăng ký phát biểu")
    ),
}

BUTTONS: dict[str, Callable[..., None]] = {
    # verb of the data of a button: function(turn, *arguments)
    "ag": agenda.pressed,
    "age": agenda_edit.pressed,
    "agi": agenda_items.pressed,
    "agp": agenda_publish.pressed,
    "pt": points.pressed,
    "pto": points_own.pressed,
    "ptl": points_list.pressed,
    "mtg": meetings_list.pressed,
    "rul": rules_talk.pressed,
    "thm": themes_talk.pressed,
    "right": rights.pressed,
    "link": linking.consent,
    "keep": linking.keep_texts,
    "unlink": linking.unlink_confirmed,
    "unbind": linking.unbind_confirmed,
    "att": attendance_talk.pressed,
    "attr": attendance_talk.reason_pressed,
    "attm": attendance_talk.minutes_pressed,
    "attx": attendance_talk.note_skipped,
    "attc": attendance_talk.change,
    "attb": attendance_behalf.confirmed,
    "attw": attendance_behalf.who_pressed,
    "attn": attendance_behalf.declined,
    "abs": absences.review,
    "absone": absences.one,
    "absok": absences.decide,
    "sum": summary.turned,
    "sumo": summary.of_organisation,
    "prs": presence.opened,
    "prt": presence.marked,
    "pra": presence.all_present,
    "prc": presence.confirm,
    "prok": presence.record,
    "pro": presence.of_organisation,
    "ladup": results.pass_on,
}

STEPS: dict[str, Callable[[Turn, str], None]] = {
    # word stored in a conversation: function(turn, text)
    "agenda-line": agenda_edit.line,
    "agenda-field": agenda_items.field,
    "point": points_own.heard,
    "point-text": points.typed,
    "meeting-when": meetings_talk.when_said,
    "meeting-place": meetings_talk.place_said,
    "meeting-confirm": meetings_talk.confirm_said,
    "meeting-off-why": meetings_off.why_said,
    "meeting-off": meetings_off.off_said,
    "rule-line": rules_talk.line_said,
    "rule-confirm": rules_talk.line_said,
    "theme-field": themes_talk.field_said,
    "theme-review": themes_talk.review_said,
    "link_consent": linking.consent_step,
    "rights_correct": rights.correction_step,
    "rights_erase": rights.erase_step,
    "att_reason": attendance.reason_step,
    "att_note": attendance.note_step,
    "att_late": attendance.minutes_step,
    "presence": presence.typed,
}

EVENTS: dict[str, Callable[[Turn], None]] = {
    "file": secrecy.refuse_file,
    "joined": events.joined,
    "left": events.left,
    "blocked": events.blocked,
    "unblocked": events.unblocked,
    "migrated": events.migrated,
}

PUSHES: dict[str, Callable[[Desk, Push], str | None]] = {
    # kind of a push: function(desk, push); may return why nothing was sent
    "housekeeping": housekeeping.nightly,
    "invitation": pushes.invitation,
    "reminder": pushes.reminder,
    "nudge": pushes.nudge,
    "notice": pushes.notice,
    "theme": themes.theme,
    "theme_warning": themes.theme_warning,
    "period": periods.period,
    "deadline": summary.deadline,
    "presence": presence.request,
    "absence_alert": alerts.send,
}


def plain_words(turn: Turn, text: str) -> None:
    """Answer what is neither a command nor a choice nor part of a talk: a receipt, a one-time code, or a reply in everyday words."""
    if points_own.knows(turn, text):
        points_own.heard(turn, text)
    elif not linking.typed_code(turn, text):
        attendance.said(turn, text)


VOCABULARY = dispatch.Vocabulary(
    commands=COMMANDS,
    buttons=BUTTONS,
    steps=STEPS,
    events=EVENTS,
    pushes=PUSHES,
    plain_words=plain_words,
    refuse_text=secrecy.refuse_text,
)
