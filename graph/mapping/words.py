"""What the files' words are called in a label."""

from collections.abc import Mapping
from typing import Final

RULINGS: Final[Mapping[str, str]] = {
    "affirmed": "affirmance",
    "affirmed_in_part": "affirmance in part",
    "affirmed_in_part_reversed_in_part": "affirmance in part and reversal in part",
    "affirmed_in_part_vacated_in_part": "affirmance in part and vacatur in part",
    "affirmed_in_substantial_part": "affirmance in substantial part",
    "affirmed_merits": "affirmance on the merits",
    "certiorari_before_judgment_granted": "grant of certiorari before judgment",
    "certiorari_denied": "denial of certiorari",
    "certiorari_granted_partial_stay": "grant of certiorari and partial stay",
    "clarified": "clarification",
    "class_preliminary_injunction": "class-wide preliminary injunction",
    "dismissed": "dismissal",
    "emergency_stay_of_removal": "emergency stay of removal",
    "leave_to_amend_granted": "leave to amend",
    "motion_to_dismiss_denied": "denial of the motion to dismiss",
    "motion_to_dismiss_granted": "dismissal",
    "motion_to_enforce_granted": "enforcement ruling",
    "partial_stay_granted": "partial stay",
    "permanent_injunction": "permanent injunction",
    "petition_dismissed_rule_46": "dismissal of the petition",
    "preliminary_injunction_denied": "denial of a preliminary injunction",
    "preliminary_injunction_extended": "extension of the preliminary injunction",
    "preliminary_injunction_granted": "preliminary injunction",
    "preliminary_injunction_granted_in_part": "preliminary injunction in part",
    "reconsideration_denied": "denial of reconsideration",
    "rehearing_en_banc_denied": "denial of rehearing en banc",
    "rehearing_en_banc_granted": "grant of rehearing en banc",
    "rehearing_en_banc_vacated": "vacatur of the rehearing en banc",
    "reversed": "reversal",
    "reversed_and_remanded": "reversal and remand",
    "stay_denied": "denial of a stay",
    "stay_granted": "stay",
    "summary_judgment_granted": "summary judgment",
    "summary_judgment_permanent_injunction": "summary judgment and permanent injunction",
    "temporary_restraining_order": "temporary restraining order",
    "vacated_and_remanded": "vacatur and remand",
    "vacated_as_moot": "vacatur as moot",
}
"""How a ruling is called in a label, by its disposition."""

SERIES: Final = {"executive_order": "Executive Order", "proclamation": "Proclamation"}
SHORT: Final = {"executive_order": "EO", "proclamation": "Proc."}
PLAIN_KINDS: Final = {
    "presidential_memorandum": "Presidential Memorandum",
    "agency_memorandum": "memorandum",
    "agency_letter": "letter",
    "grant_condition": "grant conditions",
    "designation_list": "list",
}
IDS: Final = {"eo": "Executive Order", "proc": "Proclamation"}

ON_MEASURES: Final = {
    "takes-effect": "{target} takes effect",
    "amends": "{producer} amends {target}",
    "revokes": "{producer} revokes {target}",
    "supersedes": "{producer} supersedes {target}",
    "reinstates": "{producer} reinstates {target}",
}
EFFECTS: Final = {
    "deny": "denial concerning",
    "lift-stay": "lifting of",
    "narrow": "narrowing of",
    "rescope": "new scope of",
    "extend-scope": "extension of",
    "extend-time": "more time for",
    "clarify": "clarification of",
    "merge-into-final": "merger into final relief of",
    "convert": "conversion of",
    "affirm": "affirmance of",
    "vacate": "vacatur of",
    "reverse": "reversal of",
    "dissolve": "dissolution of",
    "expire": "expiry of",
    "moot": "end as moot of",
    "settle": "end by settlement of",
    "target-revoked": "end, with its target, of",
    "target-amended": "change, with its target, of",
    "enforce": "enforcement of",
}
"""How an effect is called in a label, before what it acts on; of the others the type is the word."""
