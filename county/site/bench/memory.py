"""TODO."""

from county.site.bench.report import Options, Report


def run(options: Options) -> Report:
    raise NotImplementedError
