"""What people call things: labels as a reporter would write them.

A label comes from the row that tells of a thing; for what no row of the batch tells of, from the
graph; where that does not know it either, from the id.
"""

import re
from typing import Final

from .. import records as r
from ..records import Batch, Known, Record, Ref
from . import words

_NUMBERED: Final = re.compile(r"(eo|proc)-(\d+[a-z]?)")


class Labels:
    """The labels of a batch, over what the graph knew before."""

    def __init__(self, batch: Batch, known: Known) -> None:
        self.batch = batch
        self.known = known

    def of(self, ref: Ref) -> str:
        """What people call that entity."""
        record = self.batch.index.get(ref)
        if record is not None:
            return self.from_record(record, ref.kind)
        return self.known.label(ref) or _from_id(ref)

    def short(self, ref: Ref) -> str:
        """The short form, for a measure with a number: `EO 13768`."""
        record = self.batch.index.get(ref)
        if isinstance(record, r.Order) and record.number and record.kind in words.SHORT:
            return f"{words.SHORT[record.kind]} {record.number}"
        return self.of(ref)

    def from_record(self, record: Record, kind: str) -> str:
        """The label of the entity of that kind of which the record tells."""
        given: str | None = getattr(record, "label", None)
        if given is not None:
            return given
        match record:
            case r.Order():
                return _order(record)
            case r.Provision():
                return _provision(self, record)
            case r.Case():
                return _case(self, record, kind)
            case r.Ruling():
                return _ruling(self, record)
            case r.Effect():
                return _effect(self, record)
            case r.Judgeship():
                return _judgeship(self, record, kind)
            case r.OfficeTenure():
                return _office(self, record, kind)
            case r.Court():
                return f"seat on the {record.name}" if kind == "post" else record.name
            case r.Policy():
                return record.title
            case r.Statute():
                return record.citation
            case r.Official() | r.Jurisdiction() | r.Agency() | r.Organization():
                return record.name
            case r.Claim():
                return record.claim
            case r.Designation():
                designator, place = self.of(record.designator), self.of(record.designated)
                return f"{place}, designated “{record.designated_as}” by {designator}"
            case r.PartyRole():
                return f"{self.of(record.party)}, {record.role}, {self.of(record.proceeding)}"
            case r.Vote():
                return f"vote of {self.of(record.judge)}, {self.of(record.ruling)}"
            case r.Disposition():
                part = f": {record.text}" if record.text else ""
                return f"{record.type.replace('-', ' ')}{part}, {self.of(record.ruling)}"
            case _:
                return _from_id(Ref(kind, record.row.key))

    def court(self, ref: Ref) -> str:
        """A court as lawyers cite it: `N.D. Cal.`"""
        record = self.batch.index.get(ref)
        return record.citation_string or record.name if isinstance(record, r.Court) else self.of(ref)

    def suit(self, proceeding: Ref, court: Ref) -> str:
        """The lawsuit to which a docket belongs, with the court where that is not the trial court."""
        case = self.batch.index.get(proceeding)
        if not isinstance(case, r.Case):
            lawsuit = self.known.label(Ref("lawsuit", proceeding.id))
            return lawsuit or self.known.label(proceeding) or proceeding.id
        if not case.parent_case:
            return self.of(Ref("lawsuit", case.id))
        roots = roots_of(self.batch, proceeding)
        return f"{self.of(Ref('lawsuit', roots[0].id))} ({self.court(court)})"


def roots_of(batch: Batch, proceeding: Ref, below: frozenset[Ref] = frozenset()) -> tuple[Ref, ...]:
    """The dockets with which the litigation of that proceeding began, up the chain of appeals.

    A chain that comes back to itself has no beginning: it ends where it would turn.
    """
    case = batch.index.get(proceeding)
    if not isinstance(case, r.Case) or not case.parent_case or proceeding in below:
        return (proceeding,)
    found: dict[Ref, None] = {}
    for parent in case.parent_case:
        found.update(dict.fromkeys(roots_of(batch, parent, below | {proceeding})))
    return tuple(found)


def _order(order: r.Order) -> str:
    if order.kind in words.SERIES and order.number:
        return f"{words.SERIES[order.kind]} {order.number}"
    signed = f" of {order.signed_on.written}" if order.signed_on is not None else ""
    if order.kind == "presidential_memorandum":
        return f"{words.PLAIN_KINDS[order.kind]}{signed}"
    kind = words.PLAIN_KINDS.get(order.kind)
    return f"{order.title} ({kind}{signed})" if kind else order.title


def _provision(labels: Labels, provision: r.Provision) -> str:
    section, measure = provision.section, labels.of(provision.measure)
    if section is None:
        return f"provision of {measure}"
    if section[0].isdigit():
        return f"Section {section} of {measure}"
    return f"{section[0].upper()}{section[1:]} of {measure}"


def provision_short(labels: Labels, provision: r.Provision) -> str | None:
    """The short form of a numbered provision: `EO 13768 § 9(a)`."""
    if provision.section is None or not provision.section[0].isdigit():
        return None
    short = labels.short(provision.measure)
    return None if short == labels.of(provision.measure) else f"{short} § {provision.section}"


def _case(labels: Labels, case: r.Case, kind: str) -> str:
    if kind == "lawsuit":
        return case.short_name or case.caption
    name = case.caption if case.parent_case else case.short_name or case.caption
    numbers = ", ".join(case.docket_number)
    docket = f", No{'s' if len(case.docket_number) > 1 else ''}. {numbers}" if numbers else ""
    return f"{name}{docket} ({labels.court(case.court)})"


def _ruling(labels: Labels, ruling: r.Ruling) -> str:
    kind = words.RULINGS.get(ruling.disposition, "ruling")
    return f"{kind} of {ruling.date.written}, {labels.suit(ruling.case_id[0], ruling.court)}"


def _effect(labels: Labels, effect: r.Effect) -> str:
    target = labels.of(effect.acts_on[0])
    producer = labels.of(effect.produced_by) if effect.produced_by is not None else "lapse of time"
    if effect.type in words.ON_MEASURES:
        return words.ON_MEASURES[effect.type].format(producer=producer, target=target)
    said = words.EFFECTS.get(effect.type, f"{effect.type.replace('-', ' ')} of")
    named = f"{said} {_with_article(target)}"
    # Two scopes set on one day would else have one name.
    return f"{named}: {labels.of(effect.sets_scope)}" if effect.sets_scope is not None else named


def _with_article(name: str) -> str:
    """A name within a sentence: what begins with a small letter takes the article."""
    return f"the {name}" if name[0].islower() else name


def _judgeship(labels: Labels, judgeship: r.Judgeship, kind: str) -> str:
    name = natural_name(judgeship.name_fjc)
    if kind == "judge":
        return name
    court = labels.of(judgeship.court) if judgeship.court is not None else "a court not on record"
    since = f", from {judgeship.commission_date.written}" if judgeship.commission_date is not None else ""
    return f"{name}, {judgeship.title or 'Judge'}, {court}{since}"


def _office(labels: Labels, tenure: r.OfficeTenure, kind: str) -> str:
    if kind == "post":
        return tenure.office
    acting = "Acting " if tenure.acting else ""
    since = f", from {tenure.start_date.written}" if tenure.start_date is not None else ""
    return f"{labels.of(tenure.official)}, {acting}{tenure.office}{since}"


def natural_name(name: str) -> str:
    """A name as it is spoken: `Orrick, William Horsley III` is `William Horsley Orrick III`.

    >>> natural_name("Roberts, John Glover, Jr.")
    'John Glover Roberts, Jr.'
    """
    last, _, rest = name.partition(", ")
    first, _, suffix = rest.partition(", ")
    numeral = re.search(r" (I{1,3}|IV|V)$", first)
    if numeral is not None:
        first = first[: numeral.start()]
        return f"{first} {last} {numeral[1]}"
    return f"{first} {last}, {suffix}" if suffix else f"{first} {last}".strip()


def _from_id(ref: Ref) -> str:
    found = _NUMBERED.fullmatch(ref.id)
    return f"{words.IDS[found[1]]} {found[2]}" if found is not None and ref.kind == "order" else ref.id
