"""Who may do what: one table, act by act. Members read it at ``/rules/access``.

An act is named by its endpoint. Its conditions must all hold; each is one line about the visitor. What
depends on the object (my draft, my ballot) is refused by the service, with a refusal of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from governance.errors import N_
from governance.web.visitor import Visitor

Condition = Callable[[Visitor], bool]


def everybody(visitor: Visitor) -> bool:
    return True


def signed_in(visitor: Visitor) -> bool:
    return visitor.is_authenticated


def represents(visitor: Visitor) -> bool:
    return bool(visitor.speaks_for)


def takes_part(visitor: Visitor) -> bool:
    return visitor.takes_part


def facilitates(visitor: Visitor) -> bool:
    return "facilitator" in visitor.offices or bool(visitor.facilitated)


def stewards(visitor: Visitor) -> bool:
    return "steward" in visitor.offices


def holds_an_office(visitor: Visitor) -> bool:
    return bool(visitor.offices or visitor.facilitated)


WORDS: dict[Condition, str] = {
    everybody: N_("everybody, without an account"),
    signed_in: N_("people who have signed in"),
    represents: N_("people who represent a member"),
    takes_part: N_("people who represent a member or hold an office"),
    facilitates: N_("facilitators, of the network or of the circle it is about, while their mandate lasts"),
    stewards: N_("stewards, while their mandate lasts"),
    holds_an_office: N_("stewards and facilitators, also of one circle, while their mandate lasts"),
}


@dataclass(frozen=True)
class Act:
    """``endpoint`` of Flask, what it does in words, the conditions that must all hold."""

    endpoint: str
    words: str
    conditions: tuple[Condition, ...]


def act(endpoint: str, words: str, *conditions: Condition) -> Act:
    return Act(endpoint, words, conditions)


ACTS: tuple[Act, ...] = (
    # the site itself
    act("static", N_("Load style, scripts and images"), everybody),
    act("site.healthz", N_("Ask whether the server answers"), everybody),
    act("site.language", N_("Choose the language"), everybody),
    act("site.accessibility", N_("Read how accessible this site is"), everybody),
    act("home.index", N_("Open the home page"), everybody),
    act("site.open_data", N_("Read what can be reused and how to check it"), everybody),
    # members and sign-in
    act("account.sign_in", N_("Sign in"), everybody),
    act("account.sign_out", N_("Sign out"), signed_in),
    act("account.forgotten", N_("Ask for a link to choose a new password"), everybody),
    act("account.join", N_("Accept an invitation, with the link received"), everybody),
    act("account.reset", N_("Choose a new password, with the link received"), everybody),
    act("account.mails", N_("Unsubscribe from mails, with the link received"), everybody),
    act("account.index", N_("See one's account and sessions"), signed_in),
    act("account.password", N_("Change one's password"), signed_in),
    act("account.preferences", N_("Choose one's language and mails"), signed_in),
    act("account.revoke", N_("Sign one of one's devices out"), signed_in),
    act("account.revoke_all", N_("Sign all of one's devices out"), signed_in),
    act("members.index", N_("See the members"), everybody),
    act("members.show", N_("See a member"), everybody),
    act("members.new", N_("Admit a member"), stewards),
    act("members.edit", N_("Correct a member"), stewards),
    act("members.college", N_("Record a change of college"), stewards),
    act("members.leave", N_("Record the departure of a member"), stewards),
    act("members.represent", N_("Name who speaks for a member"), stewards),
    act("members.end_representation", N_("End a representation"), stewards),
    act("members.invite", N_("Send an invitation"), stewards),
    act("members.person", N_("Correct a person's name or address"), stewards),
    act("members.offices", N_("See who holds the offices"), signed_in),
    act("members.entrust", N_("Entrust an office"), stewards),
    act("members.end_mandate", N_("End a mandate"), stewards),
    act("members.publish", N_("Show the list of members to the public, or not"), stewards),
    act("members.import_file", N_("Check a list of members"), stewards),
    act("members.import_apply", N_("Apply a list of members"), stewards),
    # circles and roles
    act("circles.index", N_("See the circles and colleges"), everybody),
    act("circles.show", N_("See a circle and who sits there, at any date"), everybody),
    act("circles.roles", N_("See who does what until when"), everybody),
    act("circles.role", N_("See a role and its history"), everybody),
    act("circles.new_role", N_("Record a role that a decision created"), holds_an_office),
    act("circles.change_role", N_("Record what a decision changed of a role"), holds_an_office),
    act("circles.end_role", N_("Record the end of a role"), holds_an_office),
    act("circles.entrust", N_("Entrust a role"), holds_an_office),
    act("circles.resign", N_("Give one's own mandate back"), signed_in),
    act("circles.revoke", N_("Record that a decision took a mandate back"), holds_an_office),
    act("circles.extend", N_("Record that a decision extended a mandate"), holds_an_office),
    act("circles.deputy", N_("Name the deputy of a mandate of one's own, or in one's circle"), signed_in),
    act("circles.warn", N_("Note a warning about a mandate"), holds_an_office),
    act("circles.succession", N_("Follow the succession of a role"), everybody),
    act("circles.begin_succession", N_("Begin the succession of a role of one's circle"), holds_an_office),
    act("circles.change_nomination", N_("Change a nomination once the reasons were heard"), represents),
    act("circles.propose_person", N_("Propose somebody who was named for a role"), holds_an_office),
    act("circles.accept_role", N_("Accept a role one was chosen for"), signed_in),
    act("circles.refuse_role", N_("Refuse a role one was chosen for, with a reason"), signed_in),
    act("circles.entrust_again", N_("Entrust a role that could not be entrusted before"), holds_an_office),
    act("circles.abandon_succession", N_("Give a succession up"), holds_an_office),
    act("circles.rotation_of", N_("See whose turn it is, and why"), everybody),
    act("circles.rotation_file", N_("Take the turns of a role as a file"), everybody),
    act("circles.take_turn", N_("Entrust a role to whom the turns call"), holds_an_office),
    act("circles.refuse_turn", N_("Refuse a turn for a member one speaks for"), represents),
    act("circles.withdraw_refusal", N_("Take back the refusal of a turn"), represents),
    act("circles.swap_turn", N_("Ask for a swap of turns"), represents),
    act("circles.confirm_swap", N_("Confirm a swap of turns"), represents),
    act("circles.end_swap", N_("Decline a swap of turns, or take it back"), represents),
    act("circles.report_turn", N_("Publish the report of a turn"), represents),
    act("circles.turn_days", N_("Say on which day a meeting is hosted"), holds_an_office),
    act("circles.end_turn_day", N_("Take a meeting off, or say it did not take place"), holds_an_office),
    act("organisation.roles_csv", N_("Take who does what as a file"), everybody),
    act("organisation.roles_schema", N_("Read what the columns of that file say"), everybody),
    act("organisation.circles_csv", N_("Take the circles as a file"), everybody),
    act("organisation.popolo", N_("Take circles, roles and mandates as one file"), everybody),
    act("organisation.whole_csv", N_("Take the whole organisation, to bring it in elsewhere"), stewards),
    act("organisation.import_file", N_("Check a list of circles, roles and mandates"), stewards),
    act("organisation.import_template", N_("Take an empty list of circles, roles and mandates"), stewards),
    act("organisation.import_apply", N_("Apply a list of circles, roles and mandates"), stewards),
    act("handing.show", N_("Read what stays with a role one holds, will hold or looks after"), signed_in),
    act("handing.add_item", N_("Write the list of the hand-over of a role one holds"), signed_in),
    act("handing.remove_item", N_("Take something off the list of the hand-over"), signed_in),
    act("handing.tick", N_("Say what is done in a hand-over"), signed_in),
    act("handing.add_note", N_("Leave a note with a role one holds"), signed_in),
    # deadlines
    act("calendar.everybodys", N_("Subscribe to the public deadlines"), everybody),
    act("calendar.mine", N_("Read one's own deadlines, with an address kept secret"), everybody),
    act("calendar.address", N_("See the address of one's own calendar"), signed_in),
    act("calendar.renew", N_("Change the address of one's own calendar"), signed_in),
    act("calendar.close", N_("Close the address of one's own calendar"), signed_in),
    # rules
    act("rules.index", N_("Read the social code"), everybody),
    act("rules.version", N_("Read any version of the social code"), everybody),
    act("rules.export", N_("Take the file of the social code"), everybody),
    act("rules.access", N_("Read who may do what"), everybody),
    act("rules.adopt", N_("Put in force a social code that the network adopted"), stewards),
    # proposals
    act("proposals.index", N_("See the proposals"), everybody),
    act("proposals.show", N_("Read a proposal that is public, or any as a member"), everybody),
    act("proposals.compare", N_("Compare two versions of a proposal"), everybody),
    act("proposals.versions", N_("Choose two versions of a proposal to compare"), everybody),
    act("proposals.attachment", N_("Take a file attached to a proposal"), everybody),
    act("proposals.new", N_("Begin a proposal"), represents),
    act("proposals.edit", N_("Change one's draft, or publish another version"), represents),
    act("proposals.links", N_("Link one's proposal to decisions of the register"), represents),
    act("proposals.remove_link", N_("Remove a link of one's proposal"), represents),
    act("proposals.declare", N_("Declare an interest of one's own in a proposal"), represents),
    act("proposals.withdraw_conflict", N_("Withdraw one's own declaration of interest"), represents),
    act("proposals.templates", N_("See the templates of proposals"), stewards),
    act("proposals.template", N_("Write a template of proposals"), stewards),
    act("proposals.clear_template", N_("Clear a template of proposals"), stewards),
    act("proposals.review", N_("Begin the proposal that reviews a decision, or departs from it"), represents),
    act("proposals.new_amendment", N_("Propose an amendment to a paragraph"), represents),
    act("proposals.accept_amendment", N_("Accept an amendment to a text one writes"), represents),
    act(
        "proposals.refuse_amendment",
        N_("Refuse an amendment to a text one writes, with a reason"),
        represents,
    ),
    act("proposals.refer_amendment", N_("Let the circle decide on an amendment"), represents),
    act("proposals.withdraw_amendment", N_("Withdraw an amendment of a member one speaks for"), represents),
    act("proposals.coauthors_of", N_("Ask a member to write one's proposal too"), represents),
    act("proposals.unask_coauthor", N_("Take that question back"), represents),
    act("proposals.accept_coauthor", N_("Agree to write a proposal too, for a member asked"), represents),
    act("proposals.decline_coauthor", N_("Decline to write a proposal, for a member asked"), represents),
    act("proposals.leave_coauthor", N_("Stop writing a proposal, for a member that joined"), represents),
    act("proposals.submit", N_("Submit one's draft to debate"), represents),
    act("proposals.delete", N_("Throw one's draft away"), signed_in),
    act("proposals.withdraw", N_("Withdraw a proposal of a member one speaks for"), represents),
    act("proposals.reopen", N_("Bring a postponed proposal back to debate"), takes_part),
    act("proposals.attach", N_("Attach a file to one's proposal"), represents),
    act("proposals.detach", N_("Remove a file from one's proposal"), represents),
    act("proposals.comment", N_("Speak in a debate"), represents),
    act("proposals.remove_comment", N_("Remove one's own message"), signed_in),
    act(
        "proposals.resolve",
        N_("Mark a question as answered: who asked, who proposes, facilitators"),
        takes_part,
    ),
    act("proposals.unresolve", N_("Say that a question still waits for its answer"), takes_part),
    act("proposals.summary", N_("Write the summary of a debate"), facilitates),
    act("proposals.past_summaries", N_("Read the summaries of a debate"), everybody),
    act("proposals.follow", N_("Choose how closely to follow a proposal"), signed_in),
    act("proposals.add_option", N_("List an option of one's proposal"), represents),
    act("proposals.edit_option", N_("Change an option of one's proposal"), represents),
    act("proposals.remove_option", N_("Remove an option of one's proposal"), represents),
    act("proposals.stand", N_("Stand for a member one speaks for"), represents),
    act("proposals.enter_candidacy", N_("Enter the candidacy of somebody"), holds_an_office),
    act("proposals.withdraw_candidacy", N_("Withdraw a candidacy of one's own, or of an office"), takes_part),
    act("proposals.open_vote", N_("Put a proposal to the vote; its author, after a petition"), takes_part),
    act("proposals.opinion", N_("Publish the opinion that one's circle owes on a proposal"), signed_in),
    act("proposals.embargo", N_("Submit one's draft to named circles alone"), represents),
    act("proposals.looks", N_("See who looked at an embargoed proposal"), stewards),
    act("proposals.double", N_("Ask that a debate last twice as long, where the rule says so"), represents),
    act("proposals.sign", N_("Sign so that a question is put on the agenda"), represents),
    act("proposals.unsign", N_("Take one's signature back"), represents),
    act("proposals.refer", N_("Refer a proposal to another circle in the name of one's own"), signed_in),
    act("proposals.unrefer", N_("Take back the referral of one's circle"), signed_in),
    act("proposals.meeting", N_("Ask that a proposal be talked over at a meeting"), represents),
    act("proposals.answer_meeting", N_("Answer who asks for a meeting"), facilitates),
    act("proposals.question", N_("Put a question about a proposal to the circle"), facilitates),
    act("proposals.asked", N_("Go from a question to the proposal it is about"), everybody),
    act("proposals.withdraw_objection", N_("Withdraw the objection of a member one speaks for"), represents),
    act("proposals.confirm_objection", N_("Confirm that a version lifts an objection"), represents),
    act("proposals.take_objection", N_("Choose the objection that is integrated now"), facilitates),
    act("proposals.contest_objection", N_("Contest that an objection was set aside"), represents),
    act("proposals.live", N_("Follow a live session"), everybody),
    act("proposals.live_screen", N_("Show a live session on a screen"), everybody),
    act("proposals.live_state", N_("Ask where a live session stands"), everybody),
    act("proposals.live_begin", N_("Begin a live session"), facilitates),
    act("proposals.live_step", N_("Take a step in a live session"), facilitates),
    act("proposals.live_undo", N_("Undo the last step of a live session"), facilitates),
    act("proposals.live_roster", N_("Say who is here in a live session"), facilitates),
    act(
        "proposals.live_position",
        N_("Give a position in a live session, or write down one said aloud"),
        takes_part,
    ),
    act("proposals.live_come", N_("Say that one follows a live session from afar"), represents),
    act("proposals.live_amend", N_("Amend a paragraph in a live session"), takes_part),
    act("proposals.live_open", N_("Open the objection round of a live session"), facilitates),
    act("proposals.live_close", N_("Close the objection round of a live session"), facilitates),
    act("proposals.live_end", N_("End a live session"), facilitates),
    act(
        "proposals.live_withdrawn",
        N_("Write down that an objection is withdrawn in a live session"),
        facilitates,
    ),
    act("proposals.live_agreed", N_("Write down that both agree, in a live session"), facilitates),
    act("proposals.live_set_aside", N_("Set aside an objection in a live session"), facilitates),
    act("proposals.set_aside", N_("Set aside an objection, with a written ground"), facilitates),
    # votes
    act("votes.index", N_("See the votes"), everybody),
    act("votes.show", N_("Read one vote, and its result once it is closed"), everybody),
    act("votes.recount", N_("Take the recount file of a closed vote"), everybody),
    act("votes.check", N_("Check a voting receipt"), everybody),
    act("votes.cast", N_("Cast or replace the ballot of a member"), represents),
    act("votes.draw", N_("Enter the public randomness of a lot whose list is closed"), facilitates),
    act("ties.give", N_("Give the casting vote of a tied vote, when the rule gives it"), holds_an_office),
    act("votes.receipt", N_("Read the receipt of a ballot one has cast"), takes_part),
    act("votes.receipt_json", N_("Take the receipt of a ballot one has cast as a file"), takes_part),
    act("ending.close", N_("Close a round of consent before its time, when it is over"), facilitates),
    act("assisted.enter", N_("Choose the member for whom a ballot is entered"), facilitates),
    act("assisted.record", N_("Enter the ballot of a member who asks for it"), facilitates),
    act("proxies.index", N_("See the proxies one gave and received"), represents),
    act("proxies.give", N_("Give a proxy for a member"), represents),
    act("proposals.proxy", N_("Give a proxy before the vote opens"), represents),
    act("proxies.accept", N_("Accept a proxy received"), represents),
    act("proxies.decline", N_("Decline a proxy received"), represents),
    act("proxies.revoke", N_("Revoke a proxy given"), represents),
    # register
    act("register.index", N_("Read the register"), everybody),
    act("register.show", N_("Read a decision"), everybody),
    act("following.index", N_("See what is still to be carried out"), everybody),
    act("following.plan", N_("Plan a step of a decision one proposed, or facilitates"), takes_part),
    act("following.go_on", N_("Say how a step goes that one carries or follows"), takes_part),
    act("following.close", N_("Write the closing word of an execution"), takes_part),
    act("following.observe", N_("Put on record how a decision turns out"), takes_part),
    act("register.show_json", N_("Take a decision as data"), everybody),
    act("register.feed", N_("Follow the register by its feed"), everybody),
    act("register.log_entry", N_("Read an entry of the log"), everybody),
    act("register.schema", N_("Read the format of decisions"), everybody),
)
DEMONSTRATION: tuple[Act, ...] = (
    act("demo.sign_in", N_("Become one of the people of the demonstration"), everybody),
    act("demo.move_clock", N_("Move the clock of the demonstration on"), everybody),
)


class AccessTableError(RuntimeError):
    """The table and the routes disagree: the application does not start."""


def table(app: Flask) -> dict[str, Act]:
    """The table by endpoint. Raises AccessTableError for a route without entry, or an entry without route."""
    listed = ACTS + (DEMONSTRATION if "demo" in app.blueprints else ())
    acts = {each.endpoint: each for each in listed}
    if len(acts) != len(listed):
        raise AccessTableError("an act stands twice in the access table")
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    if missing := sorted(routes - set(acts)):
        raise AccessTableError(f"no access rule for: {', '.join(missing)}")
    if idle := sorted(set(acts) - routes):
        raise AccessTableError(f"no such page: {', '.join(idle)}")
    return acts


def allowed(visitor: Visitor, endpoint: str, acts: dict[str, Act]) -> bool:
    """Whether every condition of the act holds for this visitor."""
    return all(condition(visitor) for condition in acts[endpoint].conditions)
