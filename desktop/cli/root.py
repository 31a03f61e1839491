"""The command group. Each command stands in the file of its name."""

from __future__ import annotations

import click

from desktop import __version__
from desktop.cli.bench import bench
from desktop.cli.db import db
from desktop.cli.doctor import doctor
from desktop.cli.jobs import jobs
from desktop.cli.pack import pack
from desktop.cli.sample import sample
from desktop.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="Packdesk %(version)s")
def packdesk() -> None:
    """Make complete packs of listing images from product photos.

    Without --profile, --dsn or PACKDESK_DSN everything works on a private database of your own, which is started
    when needed. PACKDESK_HOME says where it lives.
    """


for _command in (pack, sample, worker, jobs, db, doctor, bench):
    packdesk.add_command(_command)
