"""Questions in words that people use, by the fact that is unknown: what to ask, what to write.

`{what}` are the elements it is asked of. Facts that follow from others are asked by those: `ALIASES`.
What no answer can settle (a label too odd to read, a question that does not arise) is not asked.
"""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a text for the catalogues; it is translated where it is asked."""
    return text


TIMES = "times"  # asked of the steps that lack them
DOERS = "doers"
HOMES = "homes"
FLOW = "flow"
ARRIVALS = "arrivals"  # asked of roles of which only these are missing

# What a fact is asked by: another fact of its judge, one of the words above, or nothing at all.
ALIASES: dict[tuple[str, str], str] = {
    ("role", "exposure"): TIMES,
    ("map", "backstage_blind"): TIMES,
    ("map", "silo_elsewhere"): TIMES,
    ("request", "efficiency"): TIMES,
    ("request", "time"): TIMES,
    ("request", "fastest"): TIMES,
    ("request", "slowest"): TIMES,
    ("request", "work"): TIMES,
    ("request", "silence"): TIMES,
    ("request", "time_ratio"): TIMES,
    ("request", "hard_type_time"): TIMES,
    ("sign_off", "dwell"): TIMES,
    ("sign_off", "dwell_share"): TIMES,
    ("step", "exposure"): TIMES,
    ("step", "dwell"): TIMES,
    ("routine", "backstage_share"): "",
    ("routine", "front_stage_only"): "",
    ("step", "label_style"): "",
    ("step", "performer"): DOERS,
    ("request", "hands_tied"): DOERS,
    ("flow", "hands_over"): HOMES,
    ("flow", "from_unit"): HOMES,
    ("flow", "to_unit"): HOMES,
    ("request", "least_free"): FLOW,
    ("request", "worst"): FLOW,
    ("request", "least"): FLOW,
    ("request", "expected"): FLOW,
    ("request", "unavoidable_free"): FLOW,
    ("request", "untold_ends"): FLOW,
    ("request", "asked_twice"): FLOW,
    ("request", "channel_switches"): FLOW,
    ("request", "passed_around"): FLOW,
    ("request", "silence_party"): "from_",
    ("role", "undefined_rewards"): "rewarded_on",
    ("role", "people"): "load",
    ("feedback", "unhappy"): "unhappy_helped",
    ("touch_point", "gap_believed"): "perception_gap",
    ("touch_point", "gap_remembered"): "perception_gap",
    ("step", "standard"): "standard_observable",
    ("sign_off", "asks_of"): "levels_up",
    ("sign_off", "work_before"): "levels_up",
    ("map", "reviewed"): "reviewed_months",
    ("organisation", "teamless_pairs"): "shared_customer_measures",
}

# What cannot be told where nobody is known to ask: then that is asked, else as above.
OF_WHO_ASKS = frozenset({"untold_ends", "channel_switches", "passed_around"})

# What is asked of our own people: a customer who does a step, or a system, is trained by nobody here.
OF_OUR_PEOPLE = frozenset({("step", "skills_missing"), ("step", "standard_observable")})

# By judge and fact: the question, and what to write.
KNOWN: dict[tuple[str, str], tuple[str, str]] = {
    ("request", "promise"): (
        _("What do we promise for {what}?"),
        _("`promise:` on the request types"),
    ),
    ("request", "from_"): (_("Who asks for {what}?"), _("`customers:` or `from:` on the map")),
    ("request", "crept"): (
        _("How many sign-offs may these cost: {what}?"),
        _("`budget:` on the map or request type; or audit with `--base REVISION`"),
    ),
    ("sign_off", "rejects"): (
        _("How often do these end in a no: {what}?"),
        _("`rejects:` on the sign-offs"),
    ),
    ("sign_off", "levels_up"): (
        _("On which level do those who sign these stand: {what}?"),
        _("`level:` or `reports-to:` on the roles"),
    ),
    ("touch_point", "perception_gap"): (
        _("How do customers remember these meetings, and what do we believe: {what}?"),
        _("`remembered:` beside `impact:` on the steps"),
    ),
    ("touch_point", "party_waits"): (
        _("How long do customers wait before these meetings: {what}?"),
        _("`waits:` on the steps"),
    ),
    ("step", "standard_observable"): (
        _("How can one tell that these were done well: {what}?"),
        _("`standard:` on the steps"),
    ),
    ("step", "skills_missing"): (
        _("What are those trained for who do: {what}?"),
        _("`skills:` on the roles"),
    ),
    ("map", "reviewed_months"): (
        _("When was this last held against reality: {what}?"),
        _("`reviewed:` at the top of the map"),
    ),
    ("map", "owner"): (_("Who answers for {what}?"), _("`owner:` at the top of the map")),
    ("map", "leader_in_line"): (
        _("On which level does the owner stand, and who leads: {what}?"),
        _("`leader:` on the map, `level:` or `reports-to:` on the owner's role"),
    ),
    ("map", "unsponsored_steps"): (
        _("To whom does the owner report: {what}?"),
        _("`reports-to:` on the owner's role"),
    ),
    ("map", "internal_feedback"): (
        _("Which departments are asked how the case reached them: {what}?"),
        _("an organisation file with `units:`, and `feedback:` from them"),
    ),
    ("map", "hires_front_line"): (
        _("Which roles meet customers, and are some hired by this: {what}?"),
        _("`front-line: true` on roles, `tags: [hiring]` on the map"),
    ),
    ("party", "met_in_calls"): (
        _("Do the maps that this one calls meet {what}?"),
        _("the called maps, named in the same audit"),
    ),
    ("party", "heard"): (
        _("Who asks {what} how it was?"),
        _("`feedback:` with `from:` or `after:`"),
    ),
    ("role", "load"): (
        _("How many people work as {what}, and how many cases come a day?"),
        _("`people:` and `hours:` on the roles, `volume:` on the request types"),
    ),
    ("role", ARRIVALS): (
        _("How many cases a day come to {what}?"),
        _("`volume:` on the request types, `hours:` on the roles"),
    ),
    ("role", "rewarded_on"): (
        _("On what are these paid or appraised: {what}?"),
        _("`rewards:`, and `kind:` on their measures"),
    ),
    ("organisation", "shared_customer_measures"): (
        _("On what are leaders, the front line and departments paid or appraised?"),
        _("`rewards:` in the organisation file"),
    ),
    ("organisation", "voice_lacks"): (
        _("Which roles meet customers?"),
        _("`front-line: true` on the roles"),
    ),
    ("feedback", "unhappy_helped"): (
        _("What happens to the unhappy that these find: {what}?"),
        _("`unhappy: {does, by, within}` on the feedback"),
    ),
    ("feedback", "shares_praise"): (
        _("Is praise passed on from these, or complaints alone: {what}?"),
        _("`shares:` on the feedback"),
    ),
    ("measure", "seen_by_all_units"): (_("Who sees {what}?"), _("`seen-by:` on the measures")),
    ("group", "stake"): (
        _(
            "How much does the change matter for these and how hard does it hit them, 1 to 5: {what}?"
        ),
        _("`importance:` and `effect:` on the groups"),
    ),
    ("change", "unassessed"): (
        _("Which scenario draws {what}?"),
        _("`scenario:` on the change"),
    ),
    ("", TIMES): (
        _("How long do these take, and how long do they wait before: {what}?"),
        _("`takes:` and `waits:` on the steps"),
    ),
    ("", DOERS): (_("Who does: {what}?"), _("`by:` on the steps")),
    ("", HOMES): (
        _("To which departments do these belong: {what}?"),
        _("`units:` with their `roles:` in the organisation file"),
    ),
    ("", FLOW): (
        _("Which ways can a case of these take to its end: {what}?"),
        _("`next:` and `join:` on the steps, as its finding says"),
    ),
}
