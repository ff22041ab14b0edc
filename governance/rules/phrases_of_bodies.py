"""The phrases of circles and roles: French, English."""

PHRASES: dict[str, tuple[str, str]] = {
    "circle.colleges.all": ("Tous les collèges y siègent.", "Every college sits there."),
    "circle.colleges": ("Collèges qui y siègent : {names}.", "Colleges that sit there: {names}."),
    "circle.decisions.all": (
        "Tous les types de décision peuvent s’y prendre.",
        "Every kind of decision may be taken there.",
    ),
    "circle.decisions": (
        "Types de décision qui s’y prennent : {names}.",
        "Kinds of decision taken there: {names}.",
    ),
    "circle.parent": ("Il est rattaché à {parent}.", "It lies within {parent}."),
    "circle.domain": ("Domaine : {domain}.", "Domain: {domain}."),
    "circle.all_of": ("Y siègent tous les membres de {college}.", "Every member of {college} sits there."),
    "circle.seats": ("Y siègent des personnes élues : {seats}.", "Elected seats: {seats}."),
    "circle.one_per": (
        "Y siège une personne pour chaque cercle rattaché à {circle}.",
        "One seat for each circle directly within {circle}.",
    ),
    "circle.volunteers": ("Y siège qui se porte volontaire.", "Whoever volunteers sits there."),
    "circle.lot.one": ("Y siège une personne tirée au sort.", "One person drawn by lot sits there."),
    "circle.lot": ("Y siègent {number} personnes tirées au sort.", "{number} people drawn by lot sit there."),
    "circle.links": (
        "Deux personnes différentes le relient au cercle au-dessus : l’une désignée par ce cercle, l’autre "
        "choisie par le sien ; elles siègent dans les deux.",
        "Two different people link it to the circle above: one named by that circle, the other chosen by its "
        "own; they sit in both.",
    ),
    "circle.opinion": (
        "Son avis est dû sous {days} avant : {decisions}.",
        "Its opinion is owed within {days} before: {decisions}.",
    ),
    "circle.refers": (
        "Il a le droit de saisine : il peut inscrire une question à l’ordre du jour de tout autre cercle.",
        "It has a right of referral: it may put a question on the agenda of any other circle.",
    ),
    "circle.refers.some": (
        "Il a le droit de saisine : il peut inscrire une question à l’ordre du jour de : {circles}.",
        "It has a right of referral: it may put a question on the agenda of: {circles}.",
    ),
    "role.selection.without-candidate": (
        "Il est confié par élection sans candidat.",
        "It is entrusted by an election without candidates.",
    ),
    "role.selection.election": ("Il est confié par élection.", "It is entrusted by election."),
    "role.selection.rotation": ("Il est confié à chacun son tour.", "It is entrusted to each in turn."),
    "role.selection.lot": ("Il est confié par tirage au sort.", "It is entrusted by lot."),
    "role.circle": ("Il appartient au cercle {circle}.", "It belongs to the circle {circle}."),
    "role.term": ("Un mandat dure {months} mois", "A term lasts {months} months"),
    "role.term.one": ("Un mandat dure un mois", "A term lasts one month"),
    "role.free": (".", "."),
    "role.most.one": (", sans second mandat à la suite.", ", never twice in a row."),
    "role.most": (", {number} fois de suite au plus.", ", {number} times in a row at the most."),
    "role.seats": ("{number} personnes le tiennent à la fois.", "{number} people hold it at once."),
    "role.renewal": (
        "Les sièges se renouvellent {parts}, {every}, à compter du premier mandat.",
        "The seats are renewed {parts}, {every}, counted from the first mandate.",
    ),
    "role.renewal.from": (
        "Les sièges se renouvellent {parts}, {every}, à compter du {day}.",
        "The seats are renewed {parts}, {every}, counted from {day}.",
    ),
    "role.revocation": (
        "Un mandat n’est révoqué que {conditions}.",
        "A mandate is only taken back {conditions}.",
    ),
    "role.revocation.or": (" ; ou ", "; or "),
    "role.revocation.kinds": (" » ou « ", "” or “"),
    "role.revocation.by": ("par « {kinds} »", "by “{kinds}”"),
    "role.revocation.any": ("par une décision du registre", "by a decision of the register"),
    "role.revocation.absence": ("après une alerte notée", "after one warning noted"),
    "role.revocation.absences": (
        "après {number} alertes notées",
        "after {number} warnings noted",
    ),
    "role.revocation.heard": ("la personne ayant été entendue", "once the person was heard"),
    "role.revocation.notice": ("avec un préavis de {days}", "with a notice of {days}"),
    "role.college": ("Il revient au collège {college}.", "It belongs to the college {college}."),
    "role.alternates": (
        "Il passe d’un collège à un autre à chaque mandat.",
        "It goes from one college to another at each term.",
    ),
    "role.incompatible": ("Il est incompatible avec : {roles}.", "It does not go together with: {roles}."),
    "role.deputy": ("Une personne supplée qui le tient.", "A deputy stands in for its holder."),
    "role.report": (
        "Un tour ne finit que lorsque son compte rendu est publié.",
        "A turn only ends once its report is published.",
    ),
    "role.hosts": (
        "C’est un tour de lieux : qui l’a accueille la prochaine réunion.",
        "It is a turn of places: whose turn it is hosts the next meeting.",
    ),
    "role.office.steward": (
        "Il donne sur le site les droits de l’intendance.",
        "On the site it gives the rights of a steward.",
    ),
    "role.office.facilitator": (
        "Il donne sur le site les droits de la facilitation, pour ce cercle.",
        "On the site it gives the rights of a facilitator, for this circle.",
    ),
    "role.accountabilities": ("Redevabilités : {things}.", "Accountabilities: {things}."),
    "role.policies": ("Politiques : {things}.", "Policies: {things}."),
    "role.skills": ("Compétences : {things}.", "Skills: {things}."),
}
