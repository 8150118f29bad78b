"""What stands on a day: effects in legal order, folded over time. Pure but for what reads a store: `litigation`, `deriving`
and `piecemeal`.

A day is asked of a provision and a party; what the record leaves open is kept open. Nothing here writes a
sentence for a reader: that is the room next door, `answers`.
"""
