"""A scenario at work: the object that the command line and a notebook use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crisis_sim.keywords import by_keyword, checked, values_and_options
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import Given, Value, read_values
from crisis_sim.study.at_points import AtPoints
from crisis_sim.study.at_values import AtValues
from crisis_sim.study.over_ranges import OverRanges

if TYPE_CHECKING:
    from crisis_sim.plot.picture import Picture
    from crisis_sim.provenance import Provenance
    from crisis_sim.report.blocks import Report
    from crisis_sim.review import Review
    from crisis_sim.scenario.span import Span

__all__ = ["Study"]


class Study(AtValues, OverRanges, AtPoints):
    """A scenario, perhaps under assumptions, with every analysis of its games.

    A game read from one of Gambit's files is a study too, of a scenario without parameters or
    assumptions.

    Examples
    --------
    >>> import crisis_sim as cs
    >>> cable = cs.load("cuba-1962-cable")
    >>> cable.solve(d=0.913).equilibria[0].payoffs.round(3).tolist()
    [-3.6, -5.522]
    """

    @by_keyword()
    def show(self, values: Given | None = None, *, numbers: bool = False, **more: Value) -> Report:
        """The game in short: sides, what they want, moves, outcomes, what-ifs and sources.

        With ``numbers``, every parameter and formula too, and the source of each part.

        Parameters
        ----------
        values, more : values of parameters and definitions by name, else their defaults.

        Raises
        ------
        InputError
            Unknown names, or values at which there is no game.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> print(cs.load("brams-chicken").show())  # doctest: +ELLIPSIS
        # The crisis as Chicken
        ...
        """
        from crisis_sim.report.blocks import Report
        from crisis_sim.report.scenario import shown_blocks

        given = read_values(values, more)
        return Report(tuple(shown_blocks(self, given, numbers=numbers)))

    @by_keyword()
    def check(self, *, findings: bool = False, report: Reporter = nobody) -> Review:
        """What is doubtful about the scenario; with ``findings``, each of them compared too.

        ``report`` is told how many findings were compared.

        Raises
        ------
        InputError
            There is no game at the defaults.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brams-chicken").check(findings=True).failures
        ()
        """
        from crisis_sim.review import review

        return review(self, findings=findings, report=report)

    def provenance(self) -> Provenance:
        """What the scenario takes from its sources, what it infers, and what it assumes.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brams-chicken").provenance().entries[0].status
        'stated'
        """
        from crisis_sim.provenance import provenance_of

        return provenance_of(self.scenario)

    def cite(self) -> str:
        """What to cite, as BibTeX: an entry for each source, and one for the program.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> print(cs.load("bargaining-range").cite().partition(",")[0])
        @misc{fearon1995
        """
        from crisis_sim.report.bibliography import bibtex

        return bibtex(self.scenario)

    @checked
    def figure(
        self,
        kind: str,
        *along: Span | str,
        values: Given | None = None,
        command: str = "",
        **options: Any,
    ) -> Picture:
        """A figure, which shows itself in a notebook and is written by ``.save("tree.pdf")``.

        Parameters
        ----------
        kind : one of :data:`crisis_sim.figures.kinds.KINDS`.
        along : the parameters that it follows, over their own ranges or those given.
        command : what was typed, for the line of provenance.
        options : those that the kind takes of
            :data:`crisis_sim.figures.options.FIGURE_OPTIONS`: ``concept``, ``equilibrium`` (from
            0), ``width`` in points, ``title``, and so on; and, with the concept, its own.

        Raises
        ------
        InputError
            An unknown kind, options that it does not take, too few parameters, or what the kind
            itself refuses.
        NotSolved
            The game has no equilibrium that was found.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").figure("tree").alt[:37]
        'Game tree of Brinkmanship: 15 nodes, '
        """
        from crisis_sim.plot.make_picture import make_picture
        from crisis_sim.plot.request import Request

        given = read_values(values)
        request = Request.by_keyword(self, along, given, command=command, given=options)
        return make_picture(kind, request)

    @staticmethod
    @by_keyword()
    def check_figure(path: str | Path, *, force: bool = False) -> tuple[Path, Path]:
        """The files of a picture, itself and its words.

        Raises InputError if ``save`` would refuse them, before any work.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> [path.name for path in cs.Study.check_figure("tree.pdf")]
        ['tree.pdf', 'tree.pdf.txt']
        """
        from crisis_sim.plot.files import check_figure

        return check_figure(path, force=force)

    @staticmethod
    @by_keyword()
    def check_export(path: str | Path, *, force: bool = False) -> Path:
        """The path of a game; InputError if :meth:`export` would refuse it, before any work.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.Study.check_export("new.efg").name
        'new.efg'
        """
        from crisis_sim.gambit.export import check_export

        return check_export(Path(path), force=force)

    @by_keyword()
    def export(
        self, path: str | Path, values: Given | None = None, *, force: bool = False, **more: Value
    ) -> Path:
        """Write the game for Gambit: ``.efg`` for its tree, ``.nfg`` for its reduced normal form.

        Numbers that are known exactly are written so.

        Raises
        ------
        InputError
            Unknown names, another suffix, or a file that cannot be written;
            a file that is not as it was written here, without ``force``.
        NotSolved
            A normal form too large to be written.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brams-chicken").export("chicken.efg").read_text()[:27]
        'EFG 2 R "The crisis as Chic'
        """
        from crisis_sim.gambit.export import exported
        from crisis_sim.own_file import write_own
        from crisis_sim.report.circumstances import circumstances

        target = self.check_export(path, force=force)
        game, suffix = self.game(values, **more), target.suffix.lower()
        told = [self.scenario.about, *circumstances(self, read_values(values))]
        held = exported(game, suffix, " ".join(filter(None, told)), self.only)
        write_own({target: held}, force=force)
        return target

    @staticmethod
    @by_keyword()
    def check_run(folder: str | Path = "out", *, force: bool = False) -> Path:
        """The folder of a run; InputError if :meth:`run` would refuse it, before any work.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.Study.check_run("new").name
        'new'
        """
        from crisis_sim.report.folder_list import check_folder

        return check_folder(folder, force=force)

    @by_keyword()
    def run(
        self,
        folder: str | Path = "out",
        values: Given | None = None,
        *,
        concept: str = "auto",
        force: bool = False,
        report: Reporter = nobody,
        **more: Any,
    ) -> list[Path]:
        """Write a report, tables, figures and the solution as JSON to a folder: all or nothing.

        Under a time limit, figures for which there is no time are left out; the report names them.

        What an earlier run left there is replaced or removed, if nobody changed it since. The paths
        of the files are given back. ``report`` is told how many files were made, and which figures
        were left out for want of time. ``more`` are values, and options of the concept, as for
        :meth:`solve`.

        Raises
        ------
        InputError
            Unknown names, or a folder without a name, or that cannot be made or written to;
            files that are not as they were written here, without ``force``.
        NotSolved
            The concept does not apply to this game.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brams-chicken").run("chicken")[0].name
        'solution.json'
        """
        from crisis_sim.report.folder import write_folder

        given, options = values_and_options(values, more)
        asked = {"concept": concept, "force": force, "report": report, **options}
        return write_folder(self, folder, given, **asked)
