"""The root of the error tree, shared by every layer."""

LONGEST = 1600
"""Characters of a message: twenty lines of a terminal."""


class PlaygroundError(Exception):
    """A failure a person can understand and act on.

    PlaygroundError
    ├── engines.process.EngineError        a model process failed, was refused or died
    ├── services.modelfiles.ModelFileError  a model file cannot be read or cannot run
    ├── domain.catalog.CatalogError         a catalog file is wrong, or a model is not in it
    ├── domain.comparison.ChoiceError       what is to be compared is not in the session
    ├── domain.hub.HubError                 the hub, the line or the disk does not give a model
    ├── services.acceptance.AcceptanceError the record of accepted licences cannot be used
    ├── services.exports.ExportError        an export cannot be written
    ├── services.files.TomlError            a TOML file cannot be read
    ├── services.sessions.SessionError      a session file cannot be used or written
    ├── services.settings.SettingsError     a settings file is wrong
    ├── ui.theming.ThemeError               a theme file is wrong
    ├── cli.diagnostics.OutputError         standard output cannot be written
    └── cli.diagnostics.UsageError          the command line asks for what cannot be
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """`message` says what happened and to which file or key; `hint` what to do next.

        A message that quotes something huge is cut in its middle: it is to be read by a person.
        """
        if len(message) > LONGEST:
            message = f"{message[: LONGEST // 2]} … {message[-LONGEST // 4 :]}"
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
