"""What the assistant can do, in the words of a secretary; and how to drop what was begun."""

from handlers.turn import Turn
from storage import roster

# Who organises more cells than this knows that he does.
CELLS_NAMED = 3


def show(turn: Turn, rest: str) -> None:  # noqa: ARG001
    """Answer /help: in a group one line, in private what this person may do, to a stranger how to be linked."""
    if turn.incoming.in_group:
        turn.say("help-group")
    elif turn.member is None:
        turn.say("link-stranger")
    else:
        member = turn.require_member()
        cells = roster.organised_by(turn.session, member.id, turn.now)
        text = turn.text("help-member", name=member.full_name)
        if cells:
            names = ", ".join(cell.name for cell in cells[:CELLS_NAMED])
            text += "\n\n" + turn.text("help-organiser", cells=names)
        turn.say_text(text)


def cancel(turn: Turn, rest: str) -> None:  # noqa: ARG001
    """Answer /huy: forget the open talk; what was done before stays done."""
    if turn.incoming.in_group:
        turn.say("private-only")
    elif not turn.conversation.step:
        turn.say("nothing-to-cancel")
    else:
        turn.end_talk()
        turn.say("cancelled")
