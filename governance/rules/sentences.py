"""The sentences of `voting.rule` and what it reads with, marked for the catalogue.

Those modules lie below everything, the catalogue included; here their problems are shown to people.
"""

from governance.errors import N_

OF_RULES = (
    N_("a condition on one college is counted by heads"),
    N_("a fraction cannot have 0 below"),
    N_("a number with a decimal point must be quoted, to be read exactly"),
    N_("a table of settings is wanted"),
    N_("a whole number is wanted"),
    N_('an exact number is wanted, such as 2, "2/3" or "0.4"'),
    N_("must be a list"),
    N_("must be a share of the whole, between 0 and 1"),
    N_("must be a text that is not empty"),
    N_("must be at least %(least)s"),
    N_("must be at most %(most)s"),
    N_("must be one of: %(allowed)s"),
    N_("must be true or false"),
    N_("one more than half is counted by heads only"),
    N_("only a choice among options has candidates"),
    N_("only a share of all can be weighted by college"),
    N_("this number is negative or too large"),
    N_("this setting is missing and has no default"),
    N_("unknown setting"),
)
