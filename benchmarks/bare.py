"""The yardstick: what Flask itself costs for the smallest answer."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hello"
