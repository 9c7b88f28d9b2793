"""Some hundreds of odd updates on each network (tests/proof has them by the tens of thousands): each is accounted for, the chat answers."""

import pytest

from tests.proof.poison import clients, drink


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_every_odd_update_is_accounted_for(database_url: str, network: str) -> None:
    tally = drink(database_url, network, 500, seed=7)
    assert tally.handed + tally.probes == tally.kept + tally.known + tally.empty
    assert tally.kept == tally.states.total()
    assert tally.states["open"] == 0
    assert tally.answered_probes == tally.probes
    assert not tally.faults


def test_a_press_whose_data_is_no_text_cannot_be_read() -> None:
    who = {"id": 1, "first_name": "Khách", "is_bot": False}
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    press = {"id": "1", "from": who, "chat_instance": "1", "data": 7, "message": message}
    with pytest.raises(ValueError, match="cannot read it"):
        clients()["telegram"].read({"update_id": 1, "callback_query": press})
