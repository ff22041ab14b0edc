"""A rule in plain sentences: each setting is said, in both languages, as people write them."""

import re
from fractions import Fraction

import pytest

from governance.rules import candidacies, choosing, phrases, spoken
from governance.rules.code import NotASocialCode, read
from governance.rules.duration import Duration
from governance.rules.plain import both, sentences, topics, weights
from tests.rules.samples import COLLEGIAL, WHOLE, code_of
from voting.settings import BASES, OPTION_METHODS, OPTION_SETTINGS


def said(rule: str, lang: str = "fr", form: tuple[str, ...] = ("40", "40", "20")) -> str:
    """All the sentences of a rule, with plain spaces."""
    code = read(code_of(rule, form))
    words = " ".join(sentences(code.decision("rule"), code, lang))
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def majority(by: str, more: str = "", silences: str = COLLEGIAL) -> str:
    return f'method = "majority"\nby = "{by}"\n{silences}{more}'


def silence(name: str, value: str) -> str:
    return re.sub(rf'{name} = "[^"]*"', f'{name} = "{value}"', COLLEGIAL)


def test_the_statutes_read_as_an_association_would_write_them() -> None:
    code = read(WHOLE)
    assert sentences(code.decision("statutes"), code, "fr") == [
        "Dans chaque collège, on compte la part des pour parmi les pour et les contre.",
        "Ces parts s’additionnent selon le poids de chaque collège\u00a0: Lieux 2/5, Coopératives 2/5 et "
        "Acteurs publics 1/5.",
        "La proposition est adoptée si le total atteint au moins deux tiers.",
        "Une abstention n’est ni pour ni contre.",
        "Un bulletin blanc n’est ni pour ni contre.",
        "Quorum\u00a0: au moins un quart des membres doivent voter.",
        "Quorum manqué\u00a0: second vote 15 jours après, sans quorum\u202f; tout le monde vote de nouveau.",
        "Un collège sans aucun membre n’est pas compté\u202f; les autres gardent entre eux leurs "
        "proportions.",
        "Un collège dont aucun membre ne vote compte comme défavorable.",
        "Un collège qui vote sans qu’aucun bulletin n’entre dans le calcul (abstentions, blancs) compte "
        "comme défavorable.",
        "Bulletins ouverts\u00a0: après la clôture, les membres voient qui a voté quoi, et le public voit "
        "les nombres.",
        "Le résultat est donné par collège et pour l’ensemble.",
        "Chaque membre peut remplacer son bulletin jusqu’à la clôture.",
        "Un membre peut porter 2 pouvoirs au plus, au sein de son collège.",
        "Un pouvoir se donne jusqu’à la clôture du vote, avec ou sans consigne.",
        "Débat\u00a0: 7 jours. Vote\u00a0: 7 jours.",
    ]


def test_sentences_stand_under_what_they_speak_of() -> None:
    code = read(WHOLE)
    statutes = topics(code.decision("statutes"), code, "en")
    assert [topic for topic, _ in statutes] == ["rule", "quorum", "silences", "ballots", "proxies", "time"]
    assert dict(statutes)["time"] == ["Debate: 7 days. Vote: 7 days."]
    ordinary = topics(code.decision("ordinary"), code, "en")
    assert [topic for topic, _ in ordinary] == ["rule", "quorum", "ballots", "proxies", "time"]


def test_a_consent_says_its_rounds_and_its_way_out() -> None:
    code = read(WHOLE)
    words = sentences(code.decision("ordinary"), code, "en")
    assert words[0].startswith("The proposal is adopted by consent: no objection is left standing")
    assert "Two rounds at the most." in words
    assert "If consent is not found, a vote is held under the rule “Modification des statuts”." in words
    assert "Quorum: in each college, at least one member must speak." in words
    assert words[-1] == "Debate: 7 days. Round of consent: 7 days."


@pytest.mark.parametrize(
    ("by", "french", "english"),
    [
        (
            "heads",
            "Tous les membres sont comptés ensemble, une voix chacun",
            "All members are counted together",
        ),
        (
            "coefficient",
            "coefficient de son collège (A 2, B 2 et C 1)",
            "coefficient of its college (A 2, B 2 and C 1)",
        ),
        (
            "proportional",
            "selon le poids de chaque collège : A 2/5, B 2/5 et C 1/5",
            "weight of each college: A 2/5",
        ),
        (
            "block",
            "Les poids des collèges favorables s’additionnent : A 2/5",
            "The weights of the colleges in favour",
        ),
        ("every", "si tous les collèges comptés sont favorables", "if every counted college is in favour"),
        (
            "most",
            "si la part des collèges favorables",
            "if the share of colleges in favour, among those counted, is",
        ),
    ],
)
def test_each_way_of_combining_colleges_is_said(by: str, french: str, english: str) -> None:
    assert french in said(majority(by))
    assert english in said(majority(by), "en")


@pytest.mark.parametrize("by", ["heads", "coefficient", "proportional", "block", "every", "most"])
@pytest.mark.parametrize("base", BASES)
def test_each_base_is_said_with_each_combination(by: str, base: str) -> None:
    for lang in spoken.LANGUAGES:
        assert phrases.say(lang, f"base.{base}") in said(majority(by, f'base = "{base}"\n'), lang)


@pytest.mark.parametrize(
    ("threshold", "french", "english"),
    [
        ('threshold = "1/2"', "dépasse la moitié", "is more than half"),
        ('threshold = "1/2"\nstrict = false', "atteint au moins la moitié", "is at least half"),
        ('threshold = "2/3"', "atteint au moins deux tiers", "is at least two thirds"),
        ('threshold = "2/3"\nstrict = true', "dépasse deux tiers", "is more than two thirds"),
        ('threshold = "0.6"', "atteint au moins 3/5", "is at least 3/5"),
        ('threshold = "1"', "atteint la totalité", "is the whole"),
        ("plus_one = true", "atteint au moins la moitié plus une voix", "is at least half plus one vote"),
    ],
)
def test_each_threshold_is_said(threshold: str, french: str, english: str) -> None:
    assert f"cette part {french}." in said(f'method = "majority"\n{threshold}\n')
    assert f"this share {english}." in said(f'method = "majority"\n{threshold}\n', "en")


@pytest.mark.parametrize("name", ["abstention", "blank"])
@pytest.mark.parametrize("value", ["out", "against", "for"])
def test_what_becomes_of_those_who_do_not_choose_is_said(name: str, value: str) -> None:
    rule = f'method = "majority"\n{name} = "{value}"\n'
    assert phrases.PHRASES[f"{name}.{value}"][0] in said(rule)
    assert phrases.PHRASES[f"{name}.{value}"][1] in said(rule, "en")


@pytest.mark.parametrize(
    ("name", "value", "french", "english"),
    [
        (
            "empty_college",
            "excluded",
            "sans aucun membre n’est pas compté ; les autres gardent",
            "the others keep",
        ),
        (
            "empty_college",
            "shared-equally",
            "son poids est partagé également",
            "its weight is shared equally",
        ),
        ("empty_college", "heads", "s’il reste moins de trois collèges", "if fewer than three colleges"),
        (
            "silent_college",
            "excluded",
            "ne vote n’est pas compté ; les autres",
            "nobody votes is not counted",
        ),
        (
            "silent_college",
            "shared-equally",
            "ne vote n’est pas compté, et son poids",
            "its weight is shared equally",
        ),
        ("silent_college", "against", "ne vote compte comme défavorable", "nobody votes counts as against"),
        ("silent_college", "blocks", "ne vote suspend la décision", "nobody votes suspends the decision"),
        (
            "abstaining_college",
            "excluded",
            "(abstentions, blancs) n’est pas compté ;",
            "blanks) is not counted;",
        ),
        (
            "abstaining_college",
            "shared-equally",
            "blancs) n’est pas compté, et",
            "blanks) is not counted, and",
        ),
        ("abstaining_college", "against", "blancs) compte comme défavorable", "blanks) counts as against"),
        ("abstaining_college", "blocks", "blancs) suspend la décision", "blanks) suspends the decision"),
        ("short_college", "no-quorum", "fait manquer le quorum de tout le vote", "makes the whole vote miss"),
        ("short_college", "excluded", "son propre quorum n’est pas compté", "its own quorum is not counted"),
        ("short_college", "against", "son propre quorum compte comme", "its own quorum counts as against"),
        ("short_college", "blocks", "son propre quorum suspend", "its own quorum suspends"),
    ],
)
def test_each_silence_of_a_college_is_said(name: str, value: str, french: str, english: str) -> None:
    rule = majority("proportional", 'quorum = [{ of = "c", at_least = "1/4" }]\n', silence(name, value))
    assert french in said(rule)
    assert english in said(rule, "en")


@pytest.mark.parametrize("by", ["every", "most"])
def test_where_nothing_is_weighed_no_weight_is_spoken_of(by: str) -> None:
    words = said(majority(by, silences=silence("silent_college", "shared-equally")))
    assert "poids" not in words
    assert "Un collège dont aucun membre ne vote n’est pas compté." in words


def test_silences_of_colleges_are_not_spoken_of_where_colleges_do_not_count() -> None:
    assert "Un collège" not in said('method = "majority"\n')


@pytest.mark.parametrize(
    ("quorum", "french", "english"),
    [
        ("", "Aucun quorum n’est demandé.", "No quorum is asked for."),
        (
            '{ of = "all", at_least = "1/4" }',
            "au moins un quart des membres doivent voter",
            "a quarter of the members must vote",
        ),
        (
            '{ of = "all", at_least = "1" }',
            "Quorum : tous les membres doivent voter.",
            "Quorum: all members must vote.",
        ),
        (
            '{ of = "all", at_least = { heads = 30 } }',
            "au moins 30 membres doivent voter",
            "at least 30 members must vote",
        ),
        (
            '{ of = "all", at_least = { heads = 1 } }',
            "au moins un membre doit voter",
            "at least one member must vote",
        ),
        (
            '{ of = "each-college", counted = "present", at_least = "1/2" }',
            "dans chaque collège, au moins la moitié des membres doivent être présents ou représentés",
            "in each college, at least half of the members must be present or represented",
        ),
        (
            '{ of = "b", counted = "present", at_least = { heads = 1 } }',
            "dans le collège B, au moins un membre doit être présent ou représenté",
            "in the college B, at least one member must be present or represented",
        ),
        (
            '{ of = "all", counted = "for", at_least = "1/3" }',
            "au moins un tiers des membres doivent voter pour",
            "at least one third of the members must vote for",
        ),
        (
            '{ of = "all", at_least = "2/5", weighted = true }',
            "la part des membres de chacun qui votent ; le total doit atteindre au moins 2/5",
            "the share of members of each college who vote is added up",
        ),
    ],
)
def test_each_form_of_quorum_is_said(quorum: str, french: str, english: str) -> None:
    rule = f'method = "majority"\nquorum = [{quorum}]\n'
    assert french in said(rule)
    assert english in said(rule, "en")
    assert ("Quorum manqué : rien n’est décidé." in said(rule)) is bool(quorum)


@pytest.mark.parametrize(
    ("call", "french", "english"),
    [
        (
            "{ after_days = 15 }",
            "second vote 15 jours après, sans quorum ; tout",
            "15 days later, without a quorum;",
        ),
        ("{ after_days = 1 }", "second vote 1 jour après", "1 day later"),
        (
            "{ after_days = 0, keep_ballots = true }",
            "le jour même, sans quorum ; les bulletins",
            "on the same day",
        ),
        (
            '{ after_days = 8, quorum = [{ at_least = "1/3" }, { of = "a", at_least = { heads = 1 } }] }',
            "avec ce quorum : au moins un tiers des membres doivent voter et dans le collège A",
            "with this quorum: at least one third of the members must vote and in the college A",
        ),
    ],
)
def test_each_second_call_is_said(call: str, french: str, english: str) -> None:
    rule = f'method = "majority"\nquorum = [{{ at_least = "1/2" }}]\nsecond_call = {call}\n'
    assert french in said(rule)
    assert english in said(rule, "en")


@pytest.mark.parametrize(
    ("also", "french", "english"),
    [
        (
            '{ college = "c", threshold = "2/3" }',
            "l’accord du collège C : la part",
            "The college C must also agree",
        ),
        (
            "{}",
            "tous les membres comptés ensemble approuvent",
            "must also approve: the share of votes in favour",
        ),
        (
            "{ plus_one = true }",
            "doit atteindre au moins la moitié plus une voix",
            "must be at least half plus one vote",
        ),
        ('{ by = "coefficient" }', "(A 2, B 2 et C 1) approuvent", "(A 2, B 2 and C 1) must also approve"),
        (
            '{ by = "proportional", threshold = "2/3" }',
            "elle doit atteindre au moins deux tiers",
            "must also be at least",
        ),
        ('{ by = "block" }', "collèges favorables pèsent assez (A 2/5", "must also weigh enough"),
        (
            '{ by = "every" }',
            "tous les collèges comptés soient favorables",
            "Every counted college must also be in favour",
        ),
        (
            '{ by = "most", threshold = "3/4" }',
            "leur part doit atteindre au moins trois quarts",
            "their share must be",
        ),
        (
            '{ abstention = "against" }',
            "Une abstention compte comme un contre.",
            "An abstention counts as a vote against.",
        ),
    ],
)
def test_each_further_condition_is_said(also: str, french: str, english: str) -> None:
    rule = f'method = "majority"\n{COLLEGIAL}also = [{also}]\n'
    assert french in said(rule)
    assert english in said(rule, "en")


@pytest.mark.parametrize(
    ("tie", "french", "english"),
    [
        ("", "À égalité exacte, la proposition est rejetée.", "On an exact tie the proposal is rejected."),
        ('tie = "revote"', "À égalité exacte, on vote de nouveau.", "the vote is held again"),
        (
            'tie = "casting-vote"\ncasting_role = "chair"',
            "la voix prépondérante revient au rôle « Présidence »",
            "the casting vote belongs to the role “Présidence”",
        ),
    ],
)
def test_each_way_out_of_a_tie_is_said(tie: str, french: str, english: str) -> None:
    assert french in said(f'method = "majority"\n{tie}\n')
    assert english in said(f'method = "majority"\n{tie}\n', "en")


@pytest.mark.parametrize("rule", ['method = "majority"\nthreshold = "2/3"\n', majority("every")])
def test_no_tie_is_spoken_of_where_none_can_be(rule: str) -> None:
    assert "égalité" not in said(rule)


def test_a_college_exactly_divided_is_spoken_of_where_it_matters() -> None:
    assert "exactement partagé n’est pas favorable" in said(majority("block"))
    assert "exactement partagé apporte la moitié" in said(majority("block", 'tied_college = "split"\n'))
    assert "exactement partagé" not in said(majority("block", 'college_threshold = "2/3"\n'))
    assert "exactement partagé" not in said(majority("proportional"))


def test_a_cap_is_said_where_weights_count() -> None:
    assert "Aucun collège ne pèse plus de la moitié du total" in said(majority("block", 'cap = "1/2"\n'))
    assert "ne pèse plus" not in said(majority("most", 'cap = "1/2"\n'))


@pytest.mark.parametrize(
    ("setting", "french", "english"),
    [
        (
            'silence = "not-counted"',
            "Qui ne dit rien n’est pas compté comme consentant.",
            "Saying nothing is not",
        ),
        (
            'silence = "consents"',
            "Qui ne dit rien avant la fin du délai consent.",
            "before the deadline is consenting",
        ),
        ("per_college = true", "Chaque collège doit s’être exprimé", "Every college must have spoken"),
        ("", "Le nombre de tours n’est pas limité.", "The number of rounds is not limited."),
        ("rounds_max = 1", "Un seul tour.", "One round only."),
        ("rounds_max = 2", "Deux tours au plus.", "Two rounds at the most."),
        ("rounds_max = 12", "12 tours au plus.", "12 rounds at the most."),
        ("", "Si le consentement n’est pas trouvé, la proposition est rejetée.", "the proposal is rejected."),
        ('fallback = "rejected"', "la proposition est rejetée.", "the proposal is rejected."),
        ('fallback = "assembly"', "devant l’assemblée.", "goes to the general assembly."),
        ('fallback = "board"', "devant le cercle « Conseil ».", "goes to the circle “Conseil”."),
        ('quorum = [{ counted = "for", at_least = "1/2" }]', "des membres doivent consentir", "must consent"),
    ],
)
def test_each_setting_of_a_consent_is_said(setting: str, french: str, english: str) -> None:
    assert french in said(f'method = "consent"\n{setting}\n')
    assert english in said(f'method = "consent"\n{setting}\n', "en")


@pytest.mark.parametrize(
    ("setting", "french", "english"),
    [
        ("", "le public voit les nombres", "the public sees the numbers"),
        (
            'publish = "names"',
            "les membres et le public voient qui a voté quoi",
            "members and the public see who",
        ),
        ('ballots = "secret"', "au moins 3 inscrits", "at least 3 registered members"),
        ('ballots = "secret"\nsecret_minimum = 1', "au moins un inscrit", "at least one registered member"),
        ('report = "overall-only"', "sans détail par collège", "without any figure by college"),
        (
            "may_change = false",
            "Un bulletin déposé ne peut plus être remplacé.",
            "once cast cannot be replaced",
        ),
        ("assisted = true", "peut saisir le bulletin d’un membre", "may enter the ballot of a member"),
        ("", "Les pouvoirs ne sont pas admis.", "Proxies are not admitted."),
        ("proxies = { max = 0 }", "Les pouvoirs ne sont pas admis.", "Proxies are not admitted."),
        (
            "proxies = {}",
            "de n’importe quel collège, sans limite de nombre",
            "from any college, without limit",
        ),
        ("proxies = { max = 1 }", "porter un pouvoir au plus", "one proxy at the most"),
        ("proxies = { max = 3 }", "porter 3 pouvoirs au plus", "3 proxies at the most"),
        (
            'proxies = { max = { share = "1/20" } }',
            "jusqu’à 1/20 des inscrits",
            "up to 1/20 of the registered",
        ),
        (
            'proxies = { max = { share = "1/20", at_least = 1 } }',
            "1/20 des inscrits, et toujours au moins 1, de",
            "always at least 1, from",
        ),
        ('proxies = { max = 1, until = "opening" }', "jusqu’à l’ouverture du vote", "before the vote opens"),
        ("proxies = { max = 1, instructions = false }", "sans consigne.", "without instructions."),
        (
            "time = { debate_days = 0, vote_hours = 1 }",
            "Sans délai de débat. Vote : 1 heure.",
            "Vote: 1 hour.",
        ),
        (
            "time = { debate_days = 1, vote_days = 2, vote_hours = 3 }",
            "Débat : 1 jour. Vote : 2 jours et 3 heures.",
            "2 days and 3 hours",
        ),
    ],
)
def test_each_setting_of_conduct_is_said(setting: str, french: str, english: str) -> None:
    assert french in said(f'method = "majority"\n{setting}\n')
    assert english in said(f'method = "majority"\n{setting}\n', "en")


@pytest.mark.parametrize("method", OPTION_METHODS)
def test_each_method_of_choosing_is_said(method: str) -> None:
    rule = f'method = "{method}"\nseats = 3\ntie = "lot"\nmax_choices = 4\n'
    for lang, words in (
        ("fr", ["tirage au sort vérifiable", "nombre de choix au plus (4)"]),
        ("en", ["(4)"]),
    ):
        spoken_rule = said(rule, lang)
        assert all(each in spoken_rule for each in words)
        assert ("Trois si" in spoken_rule or "Three seats" in spoken_rule) is (
            method not in ("without-candidate", "equal-shares")
        )


@pytest.mark.parametrize("by", ["heads", "coefficient", "seats-per-college"])
def test_each_electorate_of_an_election_is_said(by: str) -> None:
    words = said(f'method = "irv"\nby = "{by}"\n')
    start = choosing.ELECTORATES[by][0].split("{")[0]
    assert start.strip() in words


def test_the_seats_of_each_college_are_said() -> None:
    text = code_of('method = "approval"\nby = "seats-per-college"\nseats = 2\n')
    code = read(text.replace('letter = "A"', 'letter = "A"\nseats = 6'))
    assert "Seats: A 6, B 2 and C 2." in sentences(code.decision("rule"), code, "en")


def test_every_setting_of_a_method_has_a_name() -> None:
    said_apart = {"seats", *candidacies.SETTINGS}
    assert OPTION_SETTINGS - choosing.LABELS.keys() <= said_apart | {"round", "seed", "code"}


@pytest.mark.parametrize(
    ("setting", "french", "english"),
    [
        ("candidates = true", "candidat pour un membre du cercle, pendant le débat ;", "during the debate;"),
        ("candidacy_days = 15", "pendant les 15 premiers jours du débat", "the first 15 days"),
        ("candidacy_days = 1", "le premier jour du débat", "on the first day"),
        ("statement_min = 300", "au moins 300 caractères", "at least 300 characters"),
    ],
)
def test_candidacies_are_said(setting: str, french: str, english: str) -> None:
    rule = f'method = "approval"\n{setting}\n'
    assert french in said(rule)
    assert english in said(rule, "en")


def test_without_candidates_nothing_is_said_of_them() -> None:
    assert "candidature" not in said('method = "approval"\n')
    assert "candidature" in said('method = "lot"\n')  # its list is that of the volunteers
    assert "candidature" not in said('method = "lot"\ncandidates = false\n')


@pytest.mark.parametrize(
    "wrong",
    [
        'method = "approval"\ncandidates = "yes"\n',
        'method = "majority"\ncandidates = true\n',
        'method = "approval"\nstatement_min = 5001\n',
        'method = "approval"\nstatement_min = "300"\n',
        'method = "approval"\ncandidacy_days = 367\n',
    ],
)
def test_candidacies_that_cannot_be_are_refused(wrong: str) -> None:
    with pytest.raises(NotASocialCode):
        read(code_of(wrong))


RULES = [
    majority(by, 'quorum = [{ of = "each-college", at_least = "1/2" }]\n')
    for by in ("heads", "block", "every")
]


@pytest.mark.parametrize("rule", [*RULES, 'method = "consent"\n', 'method = "stv"\nseats = 2\n'])
def test_both_languages_say_as_much(rule: str) -> None:
    code = read(code_of(rule))
    words = both(code.decision("rule"), code)
    assert words.keys() == {"fr", "en"}
    assert len(words["fr"]) == len(words["en"])
    for sentence in words["fr"] + words["en"]:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "  " not in sentence


@pytest.mark.parametrize("pair", phrases.PHRASES.values())
def test_each_phrase_has_the_same_places_in_both_languages(pair: tuple[str, str]) -> None:
    french, english = (set(re.findall(r"{\w+}", text)) for text in pair)
    assert {place.lower() for place in french} == {place.lower() for place in english}


@pytest.mark.parametrize("key", phrases.PHRASES)
def test_french_spaces_do_not_break(key: str) -> None:
    facts = dict.fromkeys(re.findall(r"{(\w+)}", phrases.PHRASES[key][0]), "x")
    text = phrases.say("fr", key, **facts)
    assert not re.search(r" [;:!?»]|« ", text)
    assert "'" not in text


def test_shares_are_normalised() -> None:
    code = read(code_of('method = "majority"\n', ("3", "2", "1")))
    assert weights(code, "fr") == "A 1/2, B 1/3 et C 1/6"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (Duration(days=1), "1 jour", "1 day"),
        (Duration(days=0, hours=36), "36 heures", "36 hours"),
        (Duration(1, 1, 1), "1 jour, 1 heure et 1 minute", "1 day, 1 hour and 1 minute"),
    ],
)
def test_durations_agree_in_number(value: Duration, french: str, english: str) -> None:
    assert (spoken.duration(value, "fr"), spoken.duration(value, "en")) == (french, english)


def test_shares_are_spoken_where_there_is_a_word() -> None:
    assert [spoken.share(Fraction(n, 4), "fr") for n in (1, 2, 3, 4)] == [
        "un quart",
        "la moitié",
        "trois quarts",
        "la totalité",
    ]
