"""What is said of the conduct of a decision, French then English: consent, quorum, secrecy, proxies, time."""

PHRASES: dict[str, tuple[str, str]] = {
    # consent
    "consent": (
        "La proposition est adoptée par consentement : aucune objection ne reste debout, et au moins "
        "un membre "
        "consent.",
        "The proposal is adopted by consent: no objection is left standing, and at least one member "
        "consents.",
    ),
    "consent.concern": (
        "Une préoccupation est inscrite au registre et n’empêche rien.",
        "A concern goes on record and prevents nothing.",
    ),
    "silence.not-counted": (
        "Qui ne dit rien n’est pas compté comme consentant.",
        "Saying nothing is not counted as consenting.",
    ),
    "silence.consents": (
        "Qui ne dit rien avant la fin du délai consent.",
        "Saying nothing before the deadline is consenting.",
    ),
    "per_college": (
        "Chaque collège doit s’être exprimé au moins une fois.",
        "Every college must have spoken at least once.",
    ),
    "rounds.free": (
        "Le nombre de tours n’est pas limité.",
        "The number of rounds is not limited.",
    ),
    "rounds.one": ("Un seul tour.", "One round only."),
    "rounds.many": ("{Number} tours au plus.", "{Number} rounds at the most."),
    "fallback": (
        "Si le consentement n’est pas trouvé, {then}.",
        "If consent is not found, {then}.",
    ),
    "fallback.decision": (
        "on vote selon la règle « {name} »",
        "a vote is held under the rule “{name}”",
    ),
    "fallback.circle": (
        "la question est portée devant le cercle « {name} »",
        "the question goes to the circle “{name}”",
    ),
    "fallback.assembly": (
        "la question est portée devant l’assemblée",
        "the question goes to the general assembly",
    ),
    "fallback.postponed": (
        "la proposition est reportée, et qui propose ou la facilitation la ramène au débat",
        "the proposal is postponed; its author or a facilitator may bring it back to debate",
    ),
    "fallback.rejected": ("la proposition est rejetée", "the proposal is rejected"),
    # quorum
    "quorum.none": ("Aucun quorum n’est demandé.", "No quorum is asked for."),
    "quorum": ("Quorum : {needs}.", "Quorum: {needs}."),
    "needs.all": ("{who} {do}", "{who} must {do}"),
    "needs.each-college": ("dans chaque collège, {who} {do}", "in each college, {who} must {do}"),
    "needs.college": ("dans le collège {college}, {who} {do}", "in the college {college}, {who} must {do}"),
    "needs.weighted": (
        "on additionne, selon le poids des collèges, la part des membres de chacun qui {do} ; le "
        "total doit "
        "atteindre au moins {share}",
        "the share of members of each college who {do} is added up by the weight of the colleges; the "
        "total must "
        "be at least {share}",
    ),
    "who.whole": ("tous les membres doivent", "all members"),
    "who.share": ("au moins {share} des membres doivent", "at least {share} of the members"),
    "who.heads.one": ("au moins un membre doit", "at least one member"),
    "who.heads.many": ("au moins {number} membres doivent", "at least {number} members"),
    "do.cast": ("voter", "vote"),
    "do.present": ("être présents ou représentés", "be present or represented"),
    "do.present.one": ("être présent ou représenté", "be present or represented"),
    "do.for": ("voter pour", "vote for"),
    "do.position": ("s’exprimer", "speak"),
    "do.consent": ("consentir", "consent"),
    "they.cast": ("votent", "vote"),
    "they.present": ("sont présents ou représentés", "are present or represented"),
    "they.for": ("votent pour", "vote for"),
    "they.position": ("s’expriment", "speak"),
    "they.consent": ("consentent", "consent"),
    "missed": (
        "Quorum manqué : rien n’est décidé.",
        "If the quorum is missed, nothing is decided.",
    ),
    "second_call": (
        "Quorum manqué : second vote {when}, {quorum} ; {ballots}.",
        "If the quorum is missed: a second vote {when}, {quorum}; {ballots}.",
    ),
    "second.same_day": ("le jour même", "on the same day"),
    "second.after": ("{days} après", "{days} later"),
    "second.without": ("sans quorum", "without a quorum"),
    "second.with": ("avec ce quorum : {needs}", "with this quorum: {needs}"),
    "second.keep": ("les bulletins déjà déposés restent valables", "ballots already cast remain valid"),
    "second.anew": ("tout le monde vote de nouveau", "everybody votes again"),
    # secrecy and changing one's mind
    "open.counts": (
        "Bulletins ouverts : après la clôture, les membres voient qui a voté quoi, et le public voit "
        "les nombres.",
        "Open ballots: after closing, members see who voted what, and the public sees the numbers.",
    ),
    "open.names": (
        "Bulletins ouverts : après la clôture, les membres et le public voient qui a voté quoi.",
        "Open ballots: after closing, members and the public see who voted what.",
    ),
    "secret": (
        "Vote secret : personne ne sait qui a voté quoi.",
        "Secret ballot: nobody knows who voted what.",
    ),
    "secret.minimum.one": (
        "Le vote ne peut s’ouvrir que si chaque collège compte au moins un inscrit.",
        "The vote can only open if every college has at least one registered member.",
    ),
    "secret.minimum": (
        "Le vote ne peut s’ouvrir que si chaque collège compte au moins {number} inscrits.",
        "The vote can only open if every college has at least {number} registered members.",
    ),
    "report.per-college": (
        "Le résultat est donné par collège et pour l’ensemble.",
        "The result is given by college and overall.",
    ),
    "report.overall-only": (
        "Le résultat est donné pour l’ensemble seulement, sans détail par collège.",
        "The result is given overall only, without any figure by college.",
    ),
    "may_change.yes": (
        "Chaque membre peut remplacer son bulletin jusqu’à la clôture.",
        "A ballot may be replaced until closing.",
    ),
    "may_change.no": (
        "Un bulletin déposé ne peut plus être remplacé.",
        "A ballot once cast cannot be replaced.",
    ),
    "assisted": (
        "Une personne qui facilite peut saisir le bulletin d’un membre qui le demande ; c’est marqué comme "
        "tel, et le bulletin du membre lui-même prévaut.",
        "A facilitator may enter the ballot of a member who asks for it; it is marked as such, and the "
        "member’s own ballot prevails.",
    ),
    # proxies
    "proxies.none": ("Les pouvoirs ne sont pas admis.", "Proxies are not admitted."),
    "proxies.free": (
        "Un membre peut porter les pouvoirs d’autres membres{college}, sans limite de nombre.",
        "A member may carry proxies of other members{college}, without limit.",
    ),
    "proxies.one": (
        "Un membre peut porter un pouvoir au plus{college}.",
        "A member may carry one proxy at the most{college}.",
    ),
    "proxies.many": (
        "Un membre peut porter {number} pouvoirs au plus{college}.",
        "A member may carry {number} proxies at the most{college}.",
    ),
    "proxies.share": (
        "Un membre peut porter des pouvoirs jusqu’à {share} des inscrits{college}.",
        "A member may carry proxies up to {share} of the registered members{college}.",
    ),
    "proxies.share.least": (
        "Un membre peut porter des pouvoirs jusqu’à {share} des inscrits, et toujours au moins "
        "{number}{college}.",
        "A member may carry proxies up to {share} of the registered members, and always at least "
        "{number}{college}.",
    ),
    "proxies.same_college": (", au sein de son collège", ", from its own college"),
    "proxies.any_college": (", de n’importe quel collège", ", from any college"),
    "proxies.until.opening": (
        "Un pouvoir se donne jusqu’à l’ouverture du vote",
        "A proxy is given before the vote opens",
    ),
    "proxies.until.closing": (
        "Un pouvoir se donne jusqu’à la clôture du vote",
        "A proxy is given until the vote closes",
    ),
    "proxies.instructions": (", avec ou sans consigne.", ", with or without instructions."),
    "proxies.no_instructions": (", sans consigne.", ", without instructions."),
    # how a text is prepared
    "process.questions": (
        "Le débat commence par {length} de questions de clarification : des questions, et des réponses de "
        "qui propose.",
        "The debate begins with {length} of clarifying questions: questions, and answers from who proposes.",
    ),
    "process.reactions": (
        "Un tour de réactions dure {length} : une par membre, à laquelle personne ne répond.",
        "A round of reactions lasts {length}: one for each member, which nobody answers.",
    ),
    "process.doubling": (
        "Un membre peut demander, une fois, que le débat dure deux fois plus longtemps.",
        "A member may ask, once, that the debate last twice as long.",
    ),
    "process.petition": (
        "Si au moins {share} des membres du cercle le demandent, la question est à l’ordre du jour : une "
        "fois le débat terminé, qui propose et qui a signé peuvent ouvrir le vote sans attendre la "
        "facilitation.",
        "If at least {share} of the members of the circle ask for it, the question is on the agenda: once "
        "the debate has ended, who proposes and who signed may open the vote without waiting for a "
        "facilitator.",
    ),
    "process.asked": (
        "Une question posée au cercle en chemin (un amendement, une objection contestée, la fin d’un "
        "embargo) est votée selon la règle « {rule} ».",
        "A question put to the circle on the way (an amendment, a contested objection, the end of an "
        "embargo) is voted on under the rule “{rule}”.",
    ),
    "process.live.without-candidate": (
        "L’élection peut se tenir en réunion : les nominations restent cachées jusqu’à ce qu’elles soient "
        "toutes révélées en même temps.",
        "The election may be held at a meeting: nominations stay hidden until all are revealed at once.",
    ),
    "process.live.consent": (
        "Le consentement peut se prendre en réunion, avec tout le monde dans la salle.",
        "Consent may be taken at a meeting, with everybody in the room.",
    ),
    "process.expires": (
        "Une proposition que personne ne fait avancer pendant {days} prend fin d’elle-même.",
        "A proposal that nobody moves for {days} ends by itself.",
    ),
    "process.unreviewed.ends": (
        "Une décision à l’essai que personne n’a évaluée à son terme prend fin.",
        "A trial decision that nobody has reviewed by its term ends.",
    ),
    "process.unreviewed.continues": (
        "Une décision à l’essai que personne n’a évaluée à son terme continue, et le registre le dit.",
        "A trial decision that nobody has reviewed by its term continues, and the register says so.",
    ),
    # time
    "time": ("Débat : {debate}. {Vote} : {vote}.", "Debate: {debate}. {Vote}: {vote}."),
    "time.at_once": ("Sans délai de débat. {Vote} : {vote}.", "No time set for debate. {Vote}: {vote}."),
    "time.vote": ("Vote", "Vote"),
    "time.round": ("Tour de consentement", "Round of consent"),
}
