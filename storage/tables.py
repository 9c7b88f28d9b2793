"""Every table, gathered: importing this module makes the metadata complete."""

from storage import meeting_tables, people, spine
from storage.base import Base

METADATA = Base.metadata
MODULES = (meeting_tables, people, spine)
