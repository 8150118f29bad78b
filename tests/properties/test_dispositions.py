"""Disposition notes, however they are written: nothing of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from enjoin.graph.sources.dispositions import read


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).replace("and", "")


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["Revoked by", "See", "Amends", ": ", "; ", "\n", "\r\n", " (", ") ", "in part", "EO 13993", " of ", "January 20, 2021",
        "Proc. 9645", "1/20/2021", "and ", "eff. ", "Notice of May 5, 2018", "sections 2 and 3 of "]),
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_written_nothing_of_it_is_lost(note: str) -> None:
    """Every letter stands in a clause, and every order that a clause names stands in its text."""
    clauses = read(note)
    assert letters("".join(each.text for each in clauses)) == letters(note)
    for clause in clauses:
        for mention in clause.mentions:
            assert letters(mention.text) in letters(clause.text)
            assert mention.number.replace("-", "") in mention.text.upper().replace("-", "")
