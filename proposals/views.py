"""The addresses of proposals."""

from flask import Blueprint

from proposals import views_choice, views_debate, views_decision, views_proxies, views_reading, views_writing

proposals = Blueprint("proposals", __name__, url_prefix="/proposals")

GET, POST, BOTH = ["GET"], ["POST"], ["GET", "POST"]

for rule, methods, view in (
    ("/", GET, views_reading.index),
    ("/<int:number>", GET, views_reading.show),
    ("/<int:number>/versions/<int:old>..<int:new>", GET, views_reading.compare),
    ("/<int:number>/attachments/<int:file>", GET, views_reading.attachment),
    ("/new", BOTH, views_writing.new),
    ("/<int:number>/edit", BOTH, views_writing.edit),
    ("/<int:number>/submit", POST, views_writing.submit),
    ("/<int:number>/delete", BOTH, views_writing.delete),
    ("/<int:number>/withdraw", BOTH, views_writing.withdraw),
    ("/<int:number>/reopen", POST, views_writing.reopen),
    ("/<int:number>/attachments", POST, views_writing.attach),
    ("/<int:number>/attachments/<int:file>/remove", POST, views_writing.detach),
    ("/<int:number>/options/new", BOTH, views_choice.add_option),
    ("/<int:number>/options/<int:option>", BOTH, views_choice.edit_option),
    ("/<int:number>/options/<int:option>/remove", POST, views_choice.remove_option),
    ("/<int:number>/candidacies/new", BOTH, views_choice.stand),
    ("/<int:number>/candidacies/for-somebody", BOTH, views_choice.enter_candidacy),
    ("/<int:number>/candidacies/<int:candidacy>/withdraw", POST, views_choice.withdraw_candidacy),
    ("/<int:number>/comments", POST, views_debate.comment),
    ("/<int:number>/comments/<int:comment>/remove", POST, views_debate.remove_comment),
    ("/<int:number>/vote", BOTH, views_decision.open_vote),
    ("/<int:number>/proxy", BOTH, views_proxies.proxy),
    ("/<int:number>/objections/<int:objection>/withdraw", POST, views_decision.withdraw_objection),
    ("/<int:number>/objections/<int:objection>/confirm", POST, views_decision.confirm_objection),
    ("/<int:number>/objections/<int:objection>/set-aside", BOTH, views_decision.set_aside),
):
    # a number that no table can hold is an address where nothing is
    bounded = rule.replace("<int:", f"<int(max={views_reading.LARGEST}):")
    proposals.add_url_rule(bounded, view_func=view, methods=methods)
