"""Courts and their routes of appeal, jurisdictions, agencies, organizations, designations."""

from typing import Final

from ...ontology.terms import ej, term
from .. import records as r
from ..citations import is_circuit
from ..records import PartialDate, Ref
from .context import Context
from .people import court_post
from .statements import ALT_LABEL, Page

LEVELS: Final = {"trial": "trial-court", "appellate": "appellate-court", "supreme": "supreme-court"}
KINDS: Final = {"country": "nation"}
"""Kinds of jurisdiction that the files call otherwise than the ontology."""

_SUB_ORGANIZATION: Final = term("org:subOrganizationOf")
_NATION: Final = "us"

CIS: Final = Ref("organization", "cis")
DOJ: Final = Ref("agency", "doj")
"""Whose lists the two columns of jurisdictions.csv are."""

_LISTERS: Final = {
    CIS: ("Center for Immigration Studies", ej("Organization")),
    DOJ: ("United States Department of Justice", ej("Agency")),
}


def court(page: Page, court: r.Court, context: Context) -> None:
    """The court, its seats as a post, and the way its rulings go up."""
    ref = Ref("court", court.id)
    entity = page.entity("court", court.id, ej("Court"), label=court.name)
    entity.english(ALT_LABEL, court.citation_string)
    entity.text(ej("citationString"), court.citation_string)
    entity.concept(ej("courtLevel"), LEVELS[court.level])
    entity.text(ej("courtListenerId"), court.courtlistener_id)
    entity.text(ej("courtsDbId"), court.courts_db_id)
    entity.refer(_SUB_ORGANIZATION, court.part_of)
    entity.text(ej("note"), court.notes)
    seats = court_post(ref)
    seat = page.entity(seats.kind, seats.id, ej("CourtSeat"), label=context.labels.of(seats))
    seat.refer(ej("inCourt"), ref)
    seat.refer(ej("postIn"), ref)
    seat.flag(ej("singleHolder"), value=False)
    if court.appeals_to is not None:
        review = Ref("appellate-review", f"{court.id}-{court.appeals_to.id}")
        label = f"{court.name}: appeals go to the {context.labels.of(court.appeals_to)}"
        node = page.entity(review.kind, review.id, ej("AppellateReview"), label=label)
        node.refer(ej("reviewingCourt"), court.appeals_to)
        node.when(ej("from"), court.appeals_from)
        node.when(ej("until"), court.appeals_until)
        entity.refer(ej("appealsTo"), review)
        in_circuit = court.level == "trial" and is_circuit(court.appeals_to.id)
        entity.refer(ej("inCircuit"), court.appeals_to if in_circuit else None)


def jurisdiction(page: Page, found: r.Jurisdiction, context: Context) -> None:
    entity = page.entity("jurisdiction", found.id, ej("Jurisdiction"), label=found.label or found.name)
    entity.english(ALT_LABEL, *found.also_called)
    kind = KINDS.get(found.kind, found.kind)
    entity.concept(ej("jurisdictionKind"), kind)
    entity.refer(ej("within"), *(found.within or _within(found, kind, context)))
    entity.refer(ej("sameGovernmentAs"), *found.same_government_as)
    entity.text(ej("fips"), found.fips)
    entity.text(ej("geoid"), found.geoid)
    entity.text(ej("postalCode"), found.state if kind in {"state", "federal_district"} else None)
    entity.text(ej("note"), found.notes)
    if not context.batch.has("designations.csv"):
        if found.on_cis_list_2025_05:
            _listed(page, found, CIS, PartialDate(2025, 5))
        if found.on_doj_list_2025_08_05:
            _listed(page, found, DOJ, PartialDate(2025, 8, 5))


def _within(found: r.Jurisdiction, kind: str, context: Context) -> tuple[Ref, ...]:
    """The state for what lies in one, the nation for a state: as far as the columns say."""
    nation = Ref("jurisdiction", _NATION)
    if kind == "nation":
        return ()
    if kind in {"state", "federal_district", "territory_of_us"} or found.state is None:
        return (nation,) if nation in context.batch.index else ()
    state = Ref("jurisdiction", f"{_NATION}-{found.state.lower()}")
    return (state,) if state in context.batch.index else ()


def _listed(page: Page, found: r.Jurisdiction, lister: Ref, listed_on: PartialDate) -> None:
    """The place's designation by that lister, and the lister, of whom no other row need tell."""
    name, kind = _LISTERS[lister]
    page.entity(lister.kind, lister.id, kind, label=name)
    label = f"{found.name}, designated “sanctuary” by {name}"
    entity = page.entity("designation", f"{lister.id}-{listed_on}-{found.id}", ej("Designation"), label=label)
    entity.refer(ej("designator"), lister)
    entity.refer(ej("designated"), Ref("jurisdiction", found.id))
    entity.text(ej("designatedAs"), "sanctuary")
    entity.when(ej("from"), listed_on)


def agency(page: Page, agency: r.Agency, _context: Context) -> None:
    entity = page.entity("agency", agency.id, ej("Agency"), label=agency.name)
    entity.english(ALT_LABEL, agency.abbreviation)
    entity.refer(_SUB_ORGANIZATION, agency.part_of)
    entity.text(ej("note"), agency.notes)


def organization(page: Page, found: r.Organization, _context: Context) -> None:
    entity = page.entity("organization", found.id, ej("Organization"), label=found.name)
    entity.english(ALT_LABEL, found.abbreviation, *found.also_called)
    entity.text(ej("note"), found.notes)


def designation(page: Page, found: r.Designation, context: Context) -> None:
    label = context.labels.of(Ref("designation", found.id))
    entity = page.entity("designation", found.id, ej("Designation"), label=label)
    entity.refer(ej("designator"), found.designator)
    entity.refer(ej("designated"), found.designated)
    entity.text(ej("designatedAs"), found.designated_as)
    entity.refer(ej("byMeasure"), found.by_measure)
    entity.refer(ej("assertedIn"), found.asserted_in)
    entity.when(ej("from"), found.from_date)
    entity.when(ej("until"), found.until_date)
    entity.text(ej("criteria"), found.criteria)
    entity.text(ej("note"), found.notes)
