"""What happens to chats: the bot comes to a group or is removed from it, a person blocks it, a group changes its id."""

from handlers.turn import Turn
from storage import outbox, roster
from storage.people import Group


def joined(turn: Turn) -> None:
    """Say who we are and how an organiser binds the group; a group bound before goes on."""
    known = turn.session.query(Group).filter_by(bot=turn.bot.name, chat_id=turn.incoming.chat_id).one_or_none()
    if known is not None:
        known.left_at = None
        known.title = turn.incoming.chat_title[:200] or known.title
        return
    turn.say("group-hello")


def left(turn: Turn) -> None:
    """Remember that the bot was removed from the group, and tell its organisers in private."""
    if turn.group is None:
        return
    turn.group.left_at = turn.now
    organisation = turn.organisation()
    for organiser in roster.organisers(turn.session, organisation.id, turn.now):
        turn.post_to_member(organiser, turn.text("group-lost", group=turn.group.title, cell=organisation.name))


def blocked(turn: Turn) -> None:
    """Remember that the person closed the private chat."""
    if turn.account is not None:
        turn.account.unreachable = "blocked by the person"


def unblocked(turn: Turn) -> None:
    """Remember that the person opened the private chat again."""
    if turn.account is not None:
        turn.account.unreachable = None


def migrated(turn: Turn) -> None:
    """Follow a group that became a supergroup: everything that names the old chat names the new one."""
    if turn.incoming.moved_to:
        outbox.move_chat(turn.session, turn.bot.name, turn.incoming.chat_id, turn.incoming.moved_to)
