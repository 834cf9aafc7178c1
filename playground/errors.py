"""The root of the error tree, shared by every layer."""


class PlaygroundError(Exception):
    """A failure a person can understand and act on.

    PlaygroundError
    ├── engines.client.EngineError          a model process failed, was refused or died
    ├── services.modelfiles.ModelFileError  a model file cannot be read or cannot run
    ├── domain.sessions.SessionError        a session file cannot be read or written
    ├── services.catalog.CatalogError       a catalog, licence or template file is wrong
    └── services.settings.SettingsError     a settings or theme file is wrong
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """`message` says what happened and to which file or key; `hint` what to do next."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
