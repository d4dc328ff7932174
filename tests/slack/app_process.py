"""The app as a process of its own, to be killed and started again."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = "from assistant.channels.cli.app import main; main()"


@dataclass
class AppProcess:
    """The app's process."""

    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Begin one of the app's commands."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", START, *arguments]
            return subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log)

    def start(self) -> None:
        self.process = self.begin("slack")

    def kill(self) -> None:
        """End it as the kernel does, without a chance to tidy up."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()
