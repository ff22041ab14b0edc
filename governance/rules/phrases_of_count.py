"""What is said of a count, French then English: base, colleges, silences, further conditions, ties."""

PHRASES: dict[str, tuple[str, str]] = {
    # what is compared
    "base.expressed": ("parmi les pour et les contre", "among votes for and against"),
    "base.expressed-and-blank": (
        "parmi les pour, les contre et les bulletins blancs",
        "among votes for, votes against and blank ballots",
    ),
    "base.cast": ("parmi tous les bulletins déposés", "among all ballots cast"),
    "base.present": ("parmi les membres présents ou représentés", "among members present or represented"),
    "base.registered": ("parmi tous les membres inscrits", "among all registered members"),
    "over": ("dépasse {share}", "is more than {share}"),
    "reach": ("atteint au moins {share}", "is at least {share}"),
    "reach.whole": ("atteint la totalité", "is the whole"),
    "plus_one": ("atteint au moins {share} plus une voix", "is at least {share} plus one vote"),
    "to_over": ("dépasser {share}", "be more than {share}"),
    "to_reach": ("atteindre au moins {share}", "be at least {share}"),
    "to_reach.whole": ("atteindre la totalité", "be the whole"),
    "to_plus_one": ("atteindre au moins {share} plus une voix", "be at least {share} plus one vote"),
    # how colleges are combined
    "heads": (
        "Tous les membres sont comptés ensemble, une voix chacun : on calcule la part des pour {base}.",
        "All members are counted together, one vote each: we take the share of votes in favour {base}.",
    ),
    "coefficient": (
        "Chaque bulletin compte autant de fois que le coefficient de son collège ({weights}) ; puis "
        "tous sont "
        "comptés ensemble : on calcule la part des pour {base}.",
        "Each ballot counts as many times as the coefficient of its college ({weights}); then all are "
        "counted "
        "together: we take the share of votes in favour {base}.",
    ),
    "apart": (
        "Dans chaque collège, on compte la part des pour {base}.",
        "In each college we take the share of votes in favour {base}.",
    ),
    "proportional": (
        "Ces parts s’additionnent selon le poids de chaque collège : {weights}.",
        "These shares are added up by the weight of each college: {weights}.",
    ),
    "favourable": (
        "Un collège est favorable si cette part {passes}.",
        "A college is in favour if this share {passes}.",
    ),
    "block": (
        "Les poids des collèges favorables s’additionnent : {weights}.",
        "The weights of the colleges in favour are added up: {weights}.",
    ),
    "adopted.share": (
        "La proposition est adoptée si cette part {passes}.",
        "The proposal is adopted if this share {passes}.",
    ),
    "adopted.total": (
        "La proposition est adoptée si le total {passes}.",
        "The proposal is adopted if the total {passes}.",
    ),
    "adopted.every": (
        "La proposition est adoptée si tous les collèges comptés sont favorables.",
        "The proposal is adopted if every counted college is in favour.",
    ),
    "adopted.most": (
        "La proposition est adoptée si la part des collèges favorables, parmi les collèges comptés, "
        "{passes}.",
        "The proposal is adopted if the share of colleges in favour, among those counted, {passes}.",
    ),
    "tied_college.not-carried": (
        "Un collège exactement partagé n’est pas favorable.",
        "A college exactly divided is not in favour.",
    ),
    "tied_college.split": (
        "Un collège exactement partagé apporte la moitié de son poids.",
        "A college exactly divided brings half of its weight.",
    ),
    # abstentions and blank ballots
    "abstention.out": (
        "Une abstention n’est ni pour ni contre.",
        "An abstention is neither for nor against.",
    ),
    "abstention.against": (
        "Une abstention compte comme un contre.",
        "An abstention counts as a vote against.",
    ),
    "abstention.for": ("Une abstention compte comme un pour.", "An abstention counts as a vote for."),
    "blank.out": ("Un bulletin blanc n’est ni pour ni contre.", "A blank ballot is neither for nor against."),
    "blank.against": (
        "Un bulletin blanc compte comme un contre.",
        "A blank ballot counts as a vote against.",
    ),
    "blank.for": ("Un bulletin blanc compte comme un pour.", "A blank ballot counts as a vote for."),
    # the four silences
    "empty_college": ("Un collège sans aucun membre {treated}.", "A college without any member {treated}."),
    "silent_college": (
        "Un collège dont aucun membre ne vote {treated}.",
        "A college in which nobody votes {treated}.",
    ),
    "abstaining_college": (
        "Un collège qui vote sans qu’aucun bulletin n’entre dans le calcul (abstentions, blancs) {treated}.",
        "A college that votes without any ballot entering the sum (abstentions, blanks) {treated}.",
    ),
    "short_college": (
        "Un collège qui manque son propre quorum {treated}.",
        "A college that misses its own quorum {treated}.",
    ),
    "excluded.weights": (
        "n’est pas compté ; les autres gardent entre eux leurs proportions",
        "is not counted; the others keep their proportions",
    ),
    "excluded.equal": ("n’est pas compté", "is not counted"),
    "shared-equally.weights": (
        "n’est pas compté, et son poids est partagé également entre les autres",
        "is not counted, and its weight is shared equally among the others",
    ),
    "against": ("compte comme défavorable", "counts as against"),
    "blocks": (
        "suspend la décision, qui est reportée",
        "suspends the decision, which is postponed",
    ),
    "no-quorum": (
        "fait manquer le quorum de tout le vote",
        "makes the whole vote miss its quorum",
    ),
    "heads.empty": (
        "n’est pas compté ; s’il reste moins de trois collèges avec des membres, tous les membres "
        "sont comptés "
        "ensemble, une voix chacun",
        "is not counted; if fewer than three colleges with members are left, all members are counted "
        "together, "
        "one vote each",
    ),
    "cap": (
        "Aucun collège ne pèse plus de {share} du total : l’excédent va aux autres, en proportion.",
        "No college weighs more than {share} of the total: the excess goes to the others, in proportion.",
    ),
    # further conditions
    "also.college": (
        "Il faut aussi l’accord du collège {college} : la part des pour {base} doit y {pass}.",
        "The college {college} must also agree: there, the share of votes in favour {base} must {pass}.",
    ),
    "also.heads": (
        "Il faut aussi que tous les membres comptés ensemble approuvent : la part des pour {base} "
        "doit {pass}.",
        "All members counted together must also approve: the share of votes in favour {base} must {pass}.",
    ),
    "also.coefficient": (
        "Il faut aussi que les bulletins comptés selon le coefficient de leur collège ({weights}) "
        "approuvent : "
        "la part des pour {base} doit {pass}.",
        "Ballots counted by the coefficient of their college ({weights}) must also approve: the share "
        "of votes "
        "for {base} must {pass}.",
    ),
    "also.proportional": (
        "Il faut aussi que la somme des parts de pour de chaque collège ({base}), selon son poids "
        "({weights}), "
        "approuve : elle doit {pass}.",
        "The sum of the shares of votes in favour in each college ({base}), by its weight "
        "({weights}), must also "
        "{pass}.",
    ),
    "also.block": (
        "Il faut aussi que les collèges favorables pèsent assez ({weights}) : leur total doit {pass}. "
        "Un collège "
        "est favorable si la part des pour {base} y {passes}.",
        "The colleges in favour must also weigh enough ({weights}): their total must {pass}. A "
        "college is in "
        "favour if its share of votes in favour {base} {passes}.",
    ),
    "also.every": (
        "Il faut aussi que tous les collèges comptés soient favorables : la part des pour {base} y {passes}.",
        "Every counted college must also be in favour: its share of votes in favour {base} {passes}.",
    ),
    "also.most": (
        "Il faut aussi que les collèges favorables soient assez nombreux : leur part doit {pass}. Un "
        "collège est "
        "favorable si la part des pour {base} y {passes}.",
        "The colleges in favour must also be numerous enough: their share must {pass}. A college is "
        "in favour if "
        "its share of votes in favour {base} {passes}.",
    ),
    # ties
    "tie.rejected": (
        "À égalité exacte, la proposition est rejetée.",
        "On an exact tie the proposal is rejected.",
    ),
    "tie.casting-vote": (
        "À égalité exacte, la voix prépondérante revient au rôle « {role} ».",
        "On an exact tie the casting vote belongs to the role “{role}”.",
    ),
    "tie.revote": ("À égalité exacte, on vote de nouveau.", "On an exact tie, the vote is held again."),
    "tie.none": (
        "Une égalité est dite telle quelle, sans être départagée.",
        "A tie is reported as it is, and not broken.",
    ),
    "tie.lot": (
        "Une égalité est départagée par un tirage au sort vérifiable.",
        "A tie is broken by a lot that anybody can check.",
    ),
    # options
    "seats.one": ("Un seul siège, ou une seule option retenue.", "One seat, or one option kept."),
    "seats.many": ("{Number} sièges, ou options retenues.", "{Number} seats, or options kept."),
    "seats.by_college": ("Sièges : {seats}.", "Seats: {seats}."),
    "settings": ("Réglages de la méthode : {settings}.", "Settings of the method: {settings}."),
}
