"""The columns of the list of an organisation: what each may be called, in French and in English.

Circles and roles are described by the settings of the social code, under the same names.
"""

import re
from dataclasses import replace

from governance.errors import N_
from governance.members.spreadsheet import NotASheet, Row, Sheet, read_as

CIRCLE = {
    "circle": "cercle, circle, nom du cercle, circle name, groupe, commission, instance",
    "circle_id": "circle id, short name of the circle, id du cercle, identifiant du cercle, "
    "nom court du cercle, cercle id",
    "parent": "rattache a, rattachement, cercle au dessus, au dessus, cercle parent, parent, parent id, "
    "above, circle above, within",
    "colleges": "colleges",
    "members": "composition, siegent, qui siege, who sits",
    "links": "liens, double lien, links, double link",
    "decisions": "decisions, decisions prises, types de decision, kinds of decision",
    "opinions": "avis, opinions",
    "refers": "saisine, droit de saisine, refers, referral, right of referral",
}
BOTH = {  # of the role where a line names one, else of the circle
    "purpose": "mission, raison d etre, objet, but, finalite, purpose, aim",
    "domain": "domaine, perimetre, domain, perimeter",
}
ROLE = {
    "role": "role, fonction, poste, nom du role, role name",
    "role_id": "role id, short name of the role, id du role, identifiant du role, nom court du role, "
    "short name",
    "term_months": "duree, duree en mois, duree du mandat, duree du mandat en mois, mois, mois de mandat, "
    "term months, term, term in months, months",
    "max_consecutive": "mandats de suite, mandats consecutifs, nombre de mandats de suite, max consecutive, "
    "terms in a row",
    "selection": "choix, mode de choix, choisi par, mode de designation, designation, selection, "
    "way of choosing, chosen by",
    "seats": "sieges, nombre de sieges, seats, number of seats",
    "college": "college, college du role",
    "alternates": "alterne, alternance, alternates",
    "office": "droits, droits sur le site, office, rights, rights on this site",
    "incompatible": "incompatible, incompatible avec, incompatibilites, incompatible with",
    "deputy": "suppleance, deputy, has a deputy",
    "report": "compte rendu, report",
    "hosts": "accueille, accueil, hosts",
    "accountabilities": "redevabilites, responsabilites, taches, accountabilities, tasks",
    "policies": "politiques, regles, policies",
    "skills": "competences, skills",
}
MANDATE = {
    "holder": "titulaire, nom du titulaire, personne, nom, holder, person",
    "first_name": "prenom, prenom du titulaire, first name, given name",
    "email": "courriel, email, e mail, mail, adresse electronique, courriel du titulaire",
    "member": "membre, adherent, structure, organisation, pour, member, for",
    "from": "du, de, debut, date de debut, from, start, starts on, start date",
    "to": "au, fin, date de fin, jusqu au, to, end date, ends on, until",
    "seat": "siege, numero de siege, seat",
    "how": "comment, mode, how",
    "decision": "decision, numero de decision, decision number",
    "provisional": "provisoire, provisional",
}
HEADERS = CIRCLE | BOTH | ROLE | MANDATE
OF_CIRCLES = tuple(CIRCLE)[2:]  # settings that only a circle has
OF_ROLES = tuple(key for key in ROLE if key not in ("role", "role_id", "college"))
EXPORTED = {key: key for key in HEADERS if key != "first_name"}
EXPORTED |= {"parent": "parent_id", "members": "composition"}

CALLED = {  # in sentences, where the file has no such column
    "circle": N_("circle"),
    "circle_id": N_("short name of the circle"),
    "parent": N_("within"),
    "colleges": N_("colleges"),
    "members": N_("who sits"),
    "links": N_("double link"),
    "decisions": N_("kinds of decision"),
    "opinions": N_("opinions"),
    "refers": N_("right of referral"),
    "purpose": N_("purpose"),
    "domain": N_("domain"),
    "role": N_("role"),
    "role_id": N_("short name of the role"),
    "term_months": N_("term in months"),
    "max_consecutive": N_("terms in a row"),
    "selection": N_("chosen by"),
    "seats": N_("number of seats"),
    "college": N_("college"),
    "alternates": N_("alternates"),
    "office": N_("rights on this site"),
    "incompatible": N_("incompatible with"),
    "deputy": N_("has a deputy"),
    "report": N_("report"),
    "hosts": N_("hosts"),
    "accountabilities": N_("tasks"),
    "policies": N_("policies"),
    "skills": N_("skills"),
    "holder": N_("holder"),
    "first_name": N_("first name"),
    "email": N_("e-mail"),
    "member": N_("member"),
    "from": N_("start date"),
    "to": N_("end date"),
    "seat": N_("seat"),
    "how": N_("how"),
    "decision": N_("decision number"),
    "provisional": N_("provisional"),
}
MOST = 3000  # lines
_GUARDED = re.compile("'[=+@-]")


def read(data: bytes) -> Sheet:
    """The rows of a file. Raises NotASheet."""
    none = N_("No column names circles or roles. Columns found: %(found)s.")
    sheet = read_as(data, HEADERS, one_of=("circle", "circle_id", "role", "role_id"), none=none)
    if len(sheet.rows) > MOST:
        raise NotASheet(N_("The file has more than %(most)s lines."), most=MOST)
    return replace(sheet, rows=tuple(_as_typed(row) for row in sheet.rows))


def _as_typed(row: Row) -> Row:
    """First and last name in one; without the apostrophe that our own files put before a formula."""
    typed = {key: cell[1:] if _GUARDED.match(cell) else cell for key, cell in row.cells.items()}
    if first := typed.pop("first_name", ""):
        typed["holder"] = f"{first} {typed.get('holder', '')}".strip()
    return Row(row.line, typed)
