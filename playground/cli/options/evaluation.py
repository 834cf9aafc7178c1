"""`llmplay eval`, `llmplay tasks` and `llmplay report`."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format, add_models, count

_EVAL_EPILOG = """\
TASK is the name of a task (llmplay tasks list) or the path of a task file. Every answer is judged
and on disk at once; after a crash or Ctrl+C the same command with --resume goes on. The findings
are in FOLDER/findings.md and FOLDER/findings.html.

Exit codes: 0 all answered, 1 some answers failed, 2 wrong usage, 130 interrupted.
"""
_IMPORT_EPILOG = """\
LAYOUT is one of
  squad      SQuAD 1.1 or 2.0, JSON; questions without an answer are left out
  humaneval  HumanEval, JSONL; its evaluation asks for --allow-code-execution
  summaries  XSum (document, summary) or CNN/DailyMail (article, highlights), JSONL or CSV
  mmlu       MMLU, CSV: a question, four choices, the letter of the right one
  gsm8k      GSM8K, JSONL: a question, and an answer that ends with #### and the number
"""
IMPORTS = ("squad", "humaneval", "summaries", "mmlu", "gsm8k")
"""Layouts of public data sets that become tasks."""


def add(commands: Commands) -> None:
    """Declare the commands."""
    _add_eval(commands)
    _add_tasks(commands)
    report = commands.add_parser(
        "report", help="write the findings of an evaluation", allow_abbrev=False
    )
    report.set_defaults(handler="playground.cli.commands.report")
    report.add_argument("folder", metavar="FOLDER", help="what `llmplay eval` wrote")
    report.add_argument(
        "--conclusions", metavar="FILE", help="your own conclusions, as Markdown (kept in FOLDER)"
    )


def _add_eval(commands: Commands) -> None:
    evaluate = commands.add_parser(
        "eval",
        help="compare models on tasks and write the findings",
        description="Compare models on tasks: scores with intervals, tests of every pair.",
        epilog=_EVAL_EPILOG,
        allow_abbrev=False,
    )
    evaluate.set_defaults(handler="playground.cli.commands.evaluate")
    evaluate.add_argument("tasks", nargs="+", metavar="TASK", help="a task, or a task file")
    add_models(evaluate)
    evaluate.add_argument(
        "--limit", type=count(1, 10**6), metavar="N", help="examples per task (default: all)"
    )
    evaluate.add_argument(
        "--seed",
        type=count(0, 2**31 - 1),
        default=0,
        metavar="N",
        help="of the random numbers (default: 0)",
    )
    evaluate.add_argument(
        "--samples",
        type=count(1, 100),
        default=1,
        metavar="K",
        help="answers per example (default: 1)",
    )
    evaluate.add_argument(
        "--template",
        default="auto",
        metavar="NAME",
        help="prompt template of every model: auto, own, raw, or a name (default: auto)",
    )
    evaluate.add_argument(
        "--out",
        metavar="FOLDER",
        help="where the evaluation is kept (default: a new folder in "
        "~/.local/share/llmplay/evaluations)",
    )
    evaluate.add_argument("--resume", action="store_true", help="go on with what is in FOLDER")
    evaluate.add_argument(
        "--allow-code-execution",
        action="store_true",
        help="run what the models wrote against its tests, in a sandbox without network or files",
    )
    evaluate.add_argument(
        "--threads",
        type=count(1, 1024),
        metavar="N",
        help="threads per model (default: shared out)",
    )
    evaluate.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="ENDPOINT",
        help="agree that prompts are sent to this endpoint",
    )
    evaluate.add_argument("--force", action="store_true", help="run what does not fit into memory")
    evaluate.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_format(evaluate, "text", "json")


def _add_tasks(commands: Commands) -> None:
    tasks = commands.add_parser(
        "tasks", help="list, show, make, check and import tasks", allow_abbrev=False
    )
    actions = tasks.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the tasks", allow_abbrev=False)
    listing.set_defaults(handler="playground.cli.commands.tasks.listing")
    add_format(listing, "text", "json")
    show = actions.add_parser("show", help="show a task and some examples", allow_abbrev=False)
    show.set_defaults(handler="playground.cli.commands.tasks.showing")
    show.add_argument("task", metavar="TASK", help="its name, or the path of its file")
    show.add_argument(
        "--examples",
        type=count(0, 1000),
        default=2,
        metavar="N",
        help="how many examples (default: 2)",
    )
    new = actions.add_parser("new", help="begin a task of your own", allow_abbrev=False)
    new.set_defaults(handler="playground.cli.commands.tasks.making")
    new.add_argument("name", metavar="NAME", help="of the task: letters, digits and hyphens")
    new.add_argument(
        "--folder", metavar="FOLDER", help="where it is written (default: your tasks folder)"
    )
    validate = actions.add_parser("validate", help="check task files", allow_abbrev=False)
    validate.set_defaults(handler="playground.cli.commands.tasks.validating")
    validate.add_argument(
        "tasks", nargs="*", metavar="TASK", help="names or paths of files (default: all)"
    )
    validate.add_argument(
        "--allow-code-execution",
        action="store_true",
        help="run the references of code tasks against their tests, in the sandbox",
    )
    bring = actions.add_parser(
        "import",
        help="make a task of a data set on this disk",
        epilog=_IMPORT_EPILOG,
        allow_abbrev=False,
    )
    bring.set_defaults(handler="playground.cli.commands.tasks.importing")
    bring.add_argument(
        "layout",
        choices=IMPORTS,
        metavar="LAYOUT",
        help="how FILE is laid out: " + ", ".join(IMPORTS),
    )
    bring.add_argument("file", metavar="FILE", help="JSON, JSONL or CSV")
    bring.add_argument("name", metavar="NAME", help="of the new task")
    bring.add_argument(
        "--folder", metavar="FOLDER", help="where it is written (default: your tasks folder)"
    )
    bring.add_argument(
        "--license", metavar="TEXT", default="not stated", help="the licence of the data set"
    )
    bring.add_argument(
        "--limit",
        type=count(1, 10**6),
        metavar="N",
        help="take the first N examples (default: all)",
    )
