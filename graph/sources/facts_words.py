"""The closed lists of the facts files, as they are written there.

A list whose words are concepts of the ontology is spelled like the concepts; a test compares
the two. The others are this format's own words, which the mapping translates.
"""

from typing import Final

VERIFIED: Final = ("stored", "knowledge", "article", "unsure")

ORDER_KINDS: Final = (
    "executive_order", "proclamation", "presidential_memorandum", "agency_memorandum", "agency_letter",
    "grant_condition", "designation_list",
)  # fmt: skip

POLICY_KINDS: Final = (
    "statute", "ordinance", "resolution", "police_directive", "executive_order", "board_policy",
    "attorney_general_directive", "court_decision",
)  # fmt: skip

JURISDICTION_KINDS: Final = (
    "country", "state", "federal_district", "territory_of_us", "county", "city", "consolidated_city_county",
    "independent_city",
)  # fmt: skip

COURT_LEVELS: Final = ("trial", "appellate", "supreme")

DISPOSITIONS: Final = (
    "affirmed", "affirmed_in_part", "affirmed_in_part_reversed_in_part", "affirmed_in_part_vacated_in_part",
    "affirmed_in_substantial_part", "affirmed_merits", "certiorari_before_judgment_granted",
    "certiorari_denied", "certiorari_granted_partial_stay", "clarified", "class_preliminary_injunction",
    "dismissed", "emergency_stay_of_removal", "leave_to_amend_granted", "motion_to_dismiss_denied",
    "motion_to_dismiss_granted", "motion_to_enforce_granted", "partial_stay_granted", "permanent_injunction",
    "petition_dismissed_rule_46", "preliminary_injunction_denied", "preliminary_injunction_extended",
    "preliminary_injunction_granted", "preliminary_injunction_granted_in_part", "reconsideration_denied",
    "rehearing_en_banc_denied", "rehearing_en_banc_granted", "rehearing_en_banc_vacated", "reversed",
    "reversed_and_remanded", "stay_denied", "stay_granted", "summary_judgment_granted",
    "summary_judgment_permanent_injunction", "temporary_restraining_order", "vacated_and_remanded",
    "vacated_as_moot",
)  # fmt: skip

SCOPE_KINDS_IN_RULINGS: Final = ("nationwide", "parties", "geographic", "class", "see notes")

ROLES: Final = (
    "plaintiff", "defendant", "appellant", "appellee", "petitioner", "respondent", "applicant", "intervenor",
)  # fmt: skip
CAPACITIES: Final = ("official-capacity", "individual-capacity", "entity")
VOTES: Final = ("for", "against", "in-part", "concurring-in-judgment", "recused", "not-participating")
BENCH_TYPES: Final = (
    "single-judge", "panel", "en-banc", "limited-en-banc", "full-court", "single-justice",
)  # fmt: skip

RELIEF_TYPES: Final = (
    "temporary-restraining-order", "preliminary-injunction", "permanent-injunction", "stay-of-agency-action",
    "emergency-stay-of-removal", "hold", "vacatur", "declaratory-judgment", "holding",
)  # fmt: skip

EFFECT_TYPES: Final = (
    "takes-effect", "amends", "revokes", "supersedes", "reinstates", "grant", "deny", "administrative-stay",
    "stay-pending-appeal", "stay", "partial-stay", "lift-stay", "narrow", "rescope", "extend-scope",
    "extend-time", "clarify", "merge-into-final", "convert", "affirm", "remand", "vacate", "reverse",
    "rehearing-en-banc", "dissolve", "expire", "moot", "settle", "target-revoked", "target-amended",
    "enforce", "contempt",
)  # fmt: skip

SCOPE_KINDS: Final = ("everyone", "parties", "territory", "class", "persons")
APPLICATIONS: Final = ("facial", "as-applied")
INCLUDES_SUBDIVISIONS: Final = ("yes", "no", "not-recorded")
MEMBERS_KNOWN: Final = ("all-members", "some-members")
MEMBER_KINDS: Final = (
    "nation", "state", "federal-district", "territory-of-us", "county", "city", "consolidated-city-county",
    "independent-city",
)  # fmt: skip
TAKES_IN: Final = ("everyone-reached", "some-persons")

SOURCE_KINDS: Final = ("court-record", "gazette", "official-list", "curated", "tracker", "press")
SOURCE_RANKS: Final = ("primary", "secondary")

CLAIM_TYPES: Final = ("quantity", "event", "legal-effect", "other")
HEDGES: Final = ("flat", "reported", "possible", "disputed")
CHECKS: Final = (
    "confirmed", "partly confirmed", "contradicted", "imprecise", "unverified", "unverifiable", "consistent",
    "reported", "definition", "opinion",
)  # fmt: skip
