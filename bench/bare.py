"""The bare limit: a Flask page with a template of twenty rows and one query, nothing else."""

import os
import sqlite3

from flask import Flask, render_template

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1><ol>
{% for number, title, summary in rows %}<li><b>{{ number }}</b> <a href="/{{ number }}">{{ title }}</a> 
<p>{{ summary }}</p></li>
{% endfor %}</ol></body></html>"""


def create() -> Flask:
    app = Flask(__name__)
    template = app.jinja_env.from_string(PAGE)
    connection = sqlite3.connect(os.environ["BARE_DATABASE"], check_same_thread=False)
    query = "select number, title, summary from decisions order by id desc limit 20"

    @app.get("/")
    def page() -> str:
        return render_template(template, title="Registre", rows=connection.execute(query).fetchall())

    return app
