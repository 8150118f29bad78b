"""How the law is cited: reporters, docket numbers, courts. What others print, in one form each.

Citations are read by eyecite with the tables of reporters-db, courts by the tables of courts-db.
Nothing here knows the graph.
"""

from .courts import CourtEntry, court_named, court_of_id, courts, is_circuit
from .dockets import DocketNumber, docket_numbers, proceeding_id
from .reporters import citations_in, normal_citation

__all__ = [
    "CourtEntry",
    "DocketNumber",
    "citations_in",
    "court_named",
    "court_of_id",
    "courts",
    "docket_numbers",
    "is_circuit",
    "normal_citation",
    "proceeding_id",
]
