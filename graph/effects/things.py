"""The things that the answer engine reasons about: frozen values, ids are IRI strings, no RDF.

The words are those of the ontology; concepts are their local names (`grant`, `trial-court`). The
empty tuple and `None` mean "not recorded", never "none".
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ..dates import Bounds

Id = str

EFFECT_TYPES: Final = frozenset((
    "takes-effect", "amends", "revokes", "supersedes", "reinstates", "grant", "deny", "administrative-stay",
    "stay-pending-appeal", "stay", "partial-stay", "lift-stay", "narrow", "rescope", "extend-scope", "extend-time",
    "clarify", "merge-into-final", "convert", "affirm", "remand", "vacate", "reverse", "rehearing-en-banc",
    "dissolve", "expire", "moot", "settle", "target-revoked", "target-amended", "enforce", "contempt",
))  # fmt: skip
"""All that an effect can do; of any other word nobody knows what it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An order, proclamation, memorandum, directive, grant condition, statute or ordinance."""

    id: Id
    label: str = ""
    begun: Bounds | None = None
    """When it was signed, enacted or published: it cannot be in force before."""
    enacted_by: Id | None = None
    """The state or city whose law it is; it binds nobody elsewhere."""
    checked_to: date | None = None
    citations: tuple[str, ...] = ()
    sources: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A part of a measure that can be in force, or restrained, on its own."""

    id: Id
    measure: Id
    label: str = ""
    part_of: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    id: Id
    label: str = ""
    level: str | None = None
    """`trial-court`, `appellate-court` or `supreme-court`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceeding:
    """One docket of a lawsuit in one court."""

    id: Id
    label: str = ""
    lawsuits: tuple[Id, ...] = ()
    court: Id | None = None
    appeal_from: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawsuit:
    """The dispute: one or more proceedings."""

    id: Id
    label: str = ""
    challenges: tuple[Id, ...] = ()
    checked_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One dated decision of one court."""

    id: Id
    label: str = ""
    court: Id | None = None
    decided: Bounds | None = None
    mandate: Bounds | None = None
    kind: str | None = None
    proceedings: tuple[Id, ...] = ()
    citations: tuple[str, ...] = ()
    sources: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """What a ruling grants and that then lives its own life."""

    id: Id
    label: str = ""
    kind: str | None = None
    granted_by: Id | None = None
    restrains: tuple[Id, ...] = ()
    conduct: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that one producer does to its targets, on one day, however well it is known."""

    id: Id
    type: str
    producer: Id
    targets: tuple[Id, ...]
    earliest: date
    latest: date | None = None
    label: str = ""
    edtf: str = ""
    sets_scope: Id | None = None
    suspends_scope: Id | None = None
    undoes: tuple[Id, ...] = ()
    successor: Id | None = None
    sequence: int | None = None
    event: Id | None = None
    at_mandate: bool | None = None
    presupposed_by: Id | None = None
    end_reason: str | None = None
    lapses_on: date | None = None
    conditional_on: str | None = None
    sources: tuple[Id, ...] = ()
    faults: tuple[str, ...] = ()
    """What of its record cannot be read as it stands, each as the end of a sentence: `has two types`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom relief protects and binds, where, and which provisions it covers."""

    id: Id
    label: str = ""
    kind: str | None = None
    everyone: bool = False
    protects: tuple[Id, ...] = ()
    parties_of: tuple[Id, ...] = ()
    territory: tuple[Id, ...] = ()
    binds: tuple[Id, ...] = ()
    does_not_bind: tuple[Id, ...] = ()
    provisions: tuple[Id, ...] = ()
    conduct: str | None = None
    exception: str | None = None
    condition: str | None = None
    application: str | None = None
    subdivisions: str = "no"
    """`yes`, `no` or `not-recorded`."""
    open_list: bool = False
    member_kinds: tuple[str, ...] = ()
    non_members: tuple[Id, ...] = ()
    narrowest: Id | None = None
    widest: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedClass:
    id: Id
    label: str = ""
    definition: str = ""
    takes_in: str | None = None
    """`everyone-reached` or `some-persons`."""
    certified_by: Id | None = None
    decertified_by: Id | None = None
    territory: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who can be a party; a jurisdiction is a place too."""

    id: Id
    label: str = ""
    category: str = "jurisdiction"
    """`jurisdiction`, `organization`, `agency`, `post`, `person`, or `class` where a class is asked about."""
    kind: str | None = None
    """Of a jurisdiction: `state`, `county`, `city`, …"""
    within: tuple[Id, ...] = ()
    same_government: tuple[Id, ...] = ()

    @property
    def is_place(self) -> bool:
        return self.category == "jurisdiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Containment:
    """One jurisdiction within another, for a time."""

    id: Id
    part: Id
    whole: Id
    since: Bounds | None = None
    until: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRole:
    """Somebody's part in a proceeding, while it lasts."""

    id: Id
    party: Id
    proceeding: Id
    role: str | None = None
    capacity: str | None = None
    joined: Bounds | None = None
    left: Bounds | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The assumptions of the fold, by version.

    Where the day of a mandate is not sourced and nothing on record presupposes it, it is taken
    to have issued within `mandate_bound_days` of the decision, or of a recorded denial of rehearing.
    """

    version: str = "1"
    mandate_bound_days: int = 180


DEFAULT_RULES: Final = RuleSet()
