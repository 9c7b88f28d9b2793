"""What the conversations of one room have in common: an office in memory, a cell, and three of its members, on either network."""

import pytest
from sqlalchemy.orm import Session

from bot.database import make_engine
from storage.people import Organisation
from tests.desk_fixtures import Office, office
from tests.handlers.desk_people import Person


@pytest.fixture(params=["tg", "zl"])
def bot(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def cell(here: Office) -> Organisation:
    return here.cell()


@pytest.fixture
def head(here: Office, cell: Organisation, bot: str) -> Person:
    return Person(here, here.member("Nguyễn Thị Hòa", cell, "head", bot=bot))


@pytest.fixture
def lan(here: Office, cell: Organisation, bot: str) -> Person:
    return Person(here, here.member("Lê Thị Lan", cell, bot=bot))


@pytest.fixture
def hung(here: Office, cell: Organisation, bot: str) -> Person:
    return Person(here, here.member("Phạm Văn Hùng", cell, bot=bot))


@pytest.fixture
def home(database_url):
    """An office on either kind of database: what erases has to erase on both."""
    engine = make_engine(database_url)
    with Session(engine) as session:
        yield Office(session)
    engine.dispose()
