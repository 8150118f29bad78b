"""Citations to reporters, in the one form that reporters-db gives them."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def citations_in(text: str) -> tuple[str, ...]:
    """The citations to cases in a text, in its order, each in its normal form and once.

    >>> citations_in("897 F. 3d 1225 (9th Cir. 2018); 250 F.Supp.3d 497")
    ('897 F.3d 1225', '250 F. Supp. 3d 497')
    """
    from eyecite import get_citations
    from eyecite.models import FullCaseCitation

    forms = [each.corrected_citation() for each in get_citations(text) if isinstance(each, FullCaseCitation)]
    # A page that is not assigned yet ("606 U.S. ___") says nothing of where to look.
    return tuple(dict.fromkeys(form for form in forms if not form.endswith(("_", "-", "–"))))


def normal_citation(text: str) -> str | None:
    """The normal form of a text that is one citation; nothing for any other text.

    >>> normal_citation("897 F. 3d 1225")
    '897 F.3d 1225'
    >>> normal_citation("see below") is None
    True
    """
    found = citations_in(text)
    return found[0] if len(found) == 1 else None
