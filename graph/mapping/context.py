"""What one row's statements may need to know of the other rows of its batch."""

from collections import defaultdict
from functools import cached_property

from .. import records as r
from ..records import Batch, Known, Ref
from .labels import Labels


class Context:
    """A batch, the labels of what it tells of, and who refers to whom."""

    def __init__(self, batch: Batch, known: Known) -> None:
        self.batch = batch
        self.known = known
        self.labels = Labels(batch, known)

    @cached_property
    def effects_on(self) -> dict[Ref, set[str]]:
        """Which types of effect effects.csv has on an entity."""
        found: defaultdict[Ref, set[str]] = defaultdict(set)
        for record in self.batch.index.values():
            if isinstance(record, r.Effect):
                for target in record.acts_on:
                    found[target].add(record.type)
        return found

    @cached_property
    def events(self) -> dict[str, r.Effect]:
        """For each event the effect of it whose id comes first."""
        effects = [record for record in self.batch.index.values() if isinstance(record, r.Effect)]
        return {each.event: each for each in sorted(effects, key=lambda e: e.id, reverse=True) if each.event}

    @cached_property
    def sections(self) -> dict[tuple[Ref, str], Ref]:
        """The provisions by measure and section."""
        return {
            (record.measure, record.section): ref
            for ref, record in self.batch.index.items()
            if isinstance(record, r.Provision) and record.section
        }

    @cached_property
    def sources(self) -> dict[str, str]:
        """The sources that sources.csv describes, by id."""
        return {
            ref.id: record.label for ref, record in self.batch.index.items() if isinstance(record, r.Source)
        }

    @cached_property
    def presidents(self) -> dict[str, Ref]:
        """The officials by name, to find who appointed a judge."""
        return {
            record.name: ref for ref, record in self.batch.index.items() if isinstance(record, r.Official)
        }

    def whole_of(self, provision: r.Provision) -> Ref | None:
        """The provision of the same measure that this one's number is within: 9 for 9(a)."""
        section = provision.section or ""
        while section.endswith(")") and "(" in section:
            section = section.rpartition("(")[0]
            found = self.sections.get((provision.measure, section))
            if found is not None:
                return found
        return None
