"""Layers of the map in the window: opened off the GUI thread, drawn with the basemap, changed by name."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from data.edits import SetLayers
from data.errors import BadInputError, CancelledError, HanhTrinhError
from data.language.catalogue import N_
from data.model.layer_style import LayerStyle
from data.model.map_layers import OWN_TITLES, LayerKey, LayerSource, LayerStack, MapLayer, SourceKind
from data.readers.crs import UnknownSystemError
from data.readers.reference_vector import MANY_FEATURES, VectorTable, layers_in
from gis_app.desk.core import Desk
from gis_app.docks.layer_state import LayerState
from gis_app.jobs import Job
from gis_app.map.tile_feed import TileFeed
from gis_app.render.sources import with_layers
from gis_app.workers import Failed, TaskContext
from layers.basemap import Basemap
from layers.ground import DrawnLayer, credits_of, drawn_layers
from layers.reference.features import Features
from layers.reference.online import OnlineTiles, host_of
from layers.reference.opening import ENDINGS, Content, found_file, open_kept
from layers.reference.rules import StyledFeatures
from layers.reference.styles import first_style
from layers.reference.tiles import TileSource


class MapLayers(QObject):
    """Opens the reference layers of the project and composes the ground of the map.

    ``ground_changed`` gives the basemap with its layers, ``states_changed`` says that the panel shows old
    states, ``system_asked`` gives the key of a layer whose coordinate system nobody knows.
    """

    ground_changed = Signal(object)
    states_changed = Signal()
    system_asked = Signal(object)
    layers_found = Signal(object, object)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._plain = Basemap()
        self._stack = desk.session.project.layers
        self._opened: dict[LayerKey, tuple[LayerSource, Content]] = {}
        self._styled: dict[LayerKey, StyledFeatures] = {}
        self._problems: dict[LayerKey, tuple[LayerSource, Exception]] = {}
        self._notes: dict[LayerKey, tuple[HanhTrinhError, ...]] = {}
        self._jobs: dict[LayerKey, Job] = {}
        self.feed = TileFeed(self)
        self.feed.reach_changed.connect(self.states_changed)
        desk.session.project_changed.connect(lambda _: self._show())
        desk.session.looked.connect(self._show)

    @property
    def stack(self) -> LayerStack:
        """The layers of the project."""
        return self._desk.session.project.layers

    @property
    def is_busy(self) -> bool:
        """Whether a layer is being opened or tiles are coming."""
        return bool(self._jobs) or self.feed.is_busy

    @property
    def unasked_servers(self) -> tuple[str, ...]:
        """Hosts of online maps shown that nobody has agreed to ask for tiles, in order."""
        allowed = self._desk.settings.map_servers
        shown = (layer.source for layer in self.stack.references if layer.is_visible and layer.source)
        hosts = dict.fromkeys(host_of(source) for source in shown if source.kind.is_online)
        return tuple(host for host in hosts if host not in allowed)

    def allow_servers(self) -> None:
        """Let them be asked for tiles from now on."""
        for host in self.unasked_servers:
            self._desk.settings.allow_map_server(host)
        for source, content in self._opened.values():
            self._let_ask(source, content)
        self._compose()
        self.states_changed.emit()

    def features(self) -> tuple[tuple[MapLayer, StyledFeatures], ...]:
        """Return the vector layers that are open, the uppermost first."""
        return tuple(
            (layer, self._styled[layer.key]) for layer in self.stack.references if layer.key in self._styled
        )

    def show_basemap(self, basemap: Basemap) -> None:
        """Draw the layers with another basemap, one without reference layers."""
        self._plain = basemap
        self._compose()

    def close(self) -> None:
        """Fetch nothing more."""
        self.feed.close()

    def state(self, key: LayerKey) -> LayerState:
        """Return what is known of a layer."""
        layer = self.stack[key]
        if layer.source is None:
            return LayerState()
        problem = self._problems.get(key, (None, None))[1]
        content = self._opened[key][1] if key in self._opened else None
        styled = self._styled.get(key)
        drawn = DrawnLayer(layer, styled if isinstance(content, Features) else content)
        return LayerState(
            is_loading=key in self._jobs,
            problem=problem,
            is_missing=problem is not None and not self._is_there(layer.source),
            is_out_of_reach=isinstance(content, OnlineTiles) and self.feed.is_out_of_reach(content.key),
            legend=styled.legend if styled else (),
            bounds=content.bounds if content is not None else None,
            kinds=content.kinds if isinstance(content, Features) else (False, False, False),
            attribution=drawn.attribution,
            notes=self._notes.get(key, ()),
        )

    # What the user does

    def look(self, key: str, *, is_visible: bool | None = None, opacity: float | None = None) -> None:
        """Show or hide a layer, or show it more or less strongly."""
        layer = self.stack[key]
        seen = replace(
            layer,
            is_visible=layer.is_visible if is_visible is None else is_visible,
            opacity=layer.opacity if opacity is None else opacity,
        )
        if seen != layer:
            self._desk.session.look(self.stack.with_layer(seen))

    def change(self, layer: MapLayer, msgid: str) -> None:
        """Put ``layer`` in place of the one with its key, as a step named ``msgid``."""
        if layer != self.stack[layer.key]:
            self._desk.session.do(SetLayers(self.stack.with_layer(layer)), msgid, name=self.title(layer))

    def order(self, keys: tuple[str, ...]) -> None:
        """Put the layers into another order, the uppermost first."""
        ordered = self.stack.in_order(keys)
        if ordered != self.stack:
            self._desk.session.do(SetLayers(ordered), N_("Order of the map layers"))
        else:
            self.states_changed.emit()

    def remove(self, key: str) -> None:
        """Take a reference layer off the map; its file stays."""
        layer = self.stack[key]
        if layer.source is not None:
            self._desk.session.do(
                SetLayers(self.stack.without(key)), N_("Remove the layer {name}"), name=self.title(layer)
            )

    def add(self, source: LayerSource, title: str) -> LayerKey:
        """Add a layer above the ground."""
        if source.kind.is_online:
            # Whoever writes the address of a server wants its maps.
            self._desk.settings.allow_map_server(host_of(source))
        layer = MapLayer(key=self.stack.free_key(), title=title, source=source)
        if source.kind is SourceKind.VECTOR:
            layer = replace(layer, style=first_style(len(self.stack.references)))
        self._desk.session.do(SetLayers(self.stack.with_layer(layer)), N_("Add the layer {name}"), name=title)
        return layer.key

    def add_file(self, path: Path) -> None:
        """Add the layers of a file; if it has several, ``layers_found`` asks which."""
        kind = ENDINGS.get(path.suffix.lower())
        if kind is None:
            self._desk.tell(
                BadInputError(
                    N_("Files of the kind '{ending}' cannot be shown on the map."),
                    source=path,
                    remedy=N_("Use one of these: {endings}."),
                    ending=path.suffix,
                    endings=" ".join(ENDINGS),
                )
            )
        elif kind is SourceKind.VECTOR:
            title = self._desk.words.say(N_("Reading {name}"), name=path.name)
            job = self._desk.jobs.on_thread(title, lambda _: layers_in(path))
            job.finished.connect(self._desk.session.while_open(partial(self._choose, path)))
            self._desk.tell_failures(job)
        else:
            self.add(LayerSource(kind=kind, address=str(path)), path.stem)

    def add_layers(self, path: Path, names: tuple[str, ...]) -> None:
        """Add layers of a vector file."""
        for name in names:
            source = LayerSource(kind=SourceKind.VECTOR, address=str(path), layer=name)
            self.add(source, path.stem if len(names) == 1 and name == path.stem else f"{path.stem} – {name}")

    def relocate(self, key: str, path: Path) -> None:
        """Read a layer from the place its file was moved to."""
        layer = self.stack[key]
        if layer.source is not None:
            self.change(
                replace(layer, source=replace(layer.source, address=str(path))), N_("Find the file of {name}")
            )

    def set_system(self, key: str, crs: str) -> None:
        """Read a layer in a coordinate system told by the user."""
        layer = self.stack[key]
        if layer.source is not None:
            self.change(
                replace(layer, source=replace(layer.source, crs=crs)), N_("Coordinate system of {name}")
            )

    def restyle(self, key: str, style: LayerStyle) -> None:
        """Give a layer another style."""
        self.change(replace(self.stack[key], style=style), N_("Style of {name}"))

    def set_scales(self, key: str, closest: int, farthest: int) -> None:
        """Show a layer from scale 1:``closest`` to 1:``farthest`` only, 0 for no limit."""
        layer = self.stack[key]
        if farthest and closest > farthest:
            # The limit set last is what is wanted; the other one gives way.
            closest, farthest = (closest, 0) if closest != layer.closest else (0, farthest)
        self.change(replace(layer, closest=closest, farthest=farthest), N_("Scales of {name}"))

    def rename(self, key: str, title: str) -> None:
        """Give a layer of the user another name."""
        if title.strip() and self.stack[key].source is not None:
            self.change(replace(self.stack[key], title=title.strip()), N_("Rename the layer {name}"))

    def set_credit(self, key: str, attribution: str) -> None:
        """Say whose data a layer is."""
        layer = self.stack[key]
        if layer.source is not None:
            try:
                source = replace(layer.source, attribution=attribution.strip())
            except BadInputError as error:
                self._desk.tell(error)
                return
            self.change(replace(layer, source=source), N_("Credit of {name}"))

    def reload(self, key: LayerKey) -> None:
        """Try to open a layer again."""
        self._problems.pop(key, None)
        self._opened.pop(key, None)
        self._styled.pop(key, None)
        self._show(is_forced=True)

    def title(self, layer: MapLayer) -> str:
        """Return the name of a layer in the language of the window."""
        return self._desk.words.say(OWN_TITLES[layer.own]) if layer.own is not None else layer.title

    # Opening

    def _choose(self, path: Path, names: tuple[str, ...]) -> None:
        if len(names) > 1:
            self.layers_found.emit(path, names)
        else:
            self.add_layers(path, names or ("",))

    def _is_there(self, source: LayerSource) -> bool:
        return source.kind.is_online or found_file(source, self._folder()).exists()

    def _folder(self) -> Path | None:
        path = self._desk.session.path
        return path.parent if path is not None else None

    def _show(self, *, is_forced: bool = False) -> None:
        stack = self.stack
        if stack is self._stack and not is_forced:
            return
        self._stack = stack
        for layer in stack.references:
            self._open_if_needed(layer)
        self._forget_others(stack)
        self._compose()
        self.states_changed.emit()

    def _forget_others(self, stack: LayerStack) -> None:
        sources = {layer.key: layer.source for layer in stack.references}
        self._opened = {key: entry for key, entry in self._opened.items() if sources.get(key) == entry[0]}
        self._problems = {key: entry for key, entry in self._problems.items() if sources.get(key) == entry[0]}
        self._styled = {
            layer.key: self._style(layer, content)
            for layer in stack.references
            if layer.key in self._opened and isinstance(content := self._opened[layer.key][1], Features)
        }

    def _style(self, layer: MapLayer, features: Features) -> StyledFeatures:
        before = self._styled.get(layer.key)
        is_same = before is not None and before.features is features and before.style == layer.style
        return before if is_same and before is not None else StyledFeatures(features, layer.style)

    def _open_if_needed(self, layer: MapLayer) -> None:
        source, key = layer.source, layer.key
        known = (self._opened.get(key, (None,))[0], self._problems.get(key, (None,))[0])
        if source is None or not layer.is_visible or source in known:
            return
        if key in self._jobs:
            self._jobs.pop(key).cancel()
        folder, tables = self._folder(), list[VectorTable]()

        def work(context: TaskContext) -> Content:
            return open_kept(source, project_folder=folder, progress=context.progress, on_read=tables.append)

        title = self._desk.words.say(N_("Reading {name}"), name=layer.title)
        job = self._jobs[key] = self._desk.jobs.on_thread(title, work)
        job.finished.connect(lambda content: self._take(key, source, content, tables))
        job.failed.connect(lambda failed: self._fail(key, source, failed))
        # Stopped by the user: the panel offers to try again.
        job.stopped.connect(lambda: self._problems.update({key: (source, CancelledError())}))
        job.ended.connect(lambda: self._end(key, job))

    def _take(self, key: LayerKey, source: LayerSource, content: Content, tables: list[VectorTable]) -> None:
        if key not in self.stack or self.stack[key].source != source:
            return
        self._opened[key] = (source, content)
        self._problems.pop(key, None)
        self._let_ask(source, content)
        if tables:
            self._notes[key] = tables[0].notes
            self._tell_notes(self.stack[key], tables[0])

    def _let_ask(self, source: LayerSource, content: Content) -> None:
        """Let an online map fetch what it lacks if its server may be asked; else it shows kept tiles."""
        if not isinstance(content, OnlineTiles):
            return
        if host_of(source) in self._desk.settings.map_servers:
            content.wanted = self.feed.want
        else:
            self.said.emit(self._desk.words.say(N_("The online maps of this project are not turned on.")))

    def _tell_notes(self, layer: MapLayer, table: VectorTable) -> None:
        words = self._desk.words
        said = [note.in_language(words.language) for note in table.notes]
        if len(table) >= MANY_FEATURES:
            said.append(
                words.say(
                    N_("{name} has {count} features: drawing it takes a while."),
                    name=layer.title,
                    count=len(table),
                )
            )
        if said:
            self.said.emit(" · ".join(said))

    def _fail(self, key: LayerKey, source: LayerSource, failed: Failed) -> None:
        if key not in self.stack or self.stack[key].source != source:
            return
        self._problems[key] = (source, failed.error)
        if isinstance(failed.error, UnknownSystemError):
            self.system_asked.emit(key)
        elif not isinstance(failed.error, HanhTrinhError):
            self._desk.tell(failed.error, failed.details)

    def _end(self, key: LayerKey, job: Job) -> None:
        if self._jobs.get(key) is job:
            del self._jobs[key]
        self._forget_others(self.stack)
        self._compose()
        self.states_changed.emit()

    def _compose(self) -> None:
        self.ground_changed.emit(with_layers(self._plain, self.stack, self._contents()))

    def _contents(self) -> Mapping[LayerKey, StyledFeatures | TileSource]:
        contents: dict[LayerKey, StyledFeatures | TileSource] = dict(self._styled)
        for key, (_, content) in self._opened.items():
            if not isinstance(content, Features):
                contents[key] = content
        return contents

    def credits(self) -> tuple[str, ...]:
        """Return the credits of the reference layers that are shown."""
        return credits_of(drawn_layers(self.stack, self._contents()))
