"""A QGIS project (format of QGIS 3) made of layers in one GeoPackage, as QGIS and QField read it.

Only what differs from the defaults of QGIS is written: styles, labels, aliases, widgets. A project inside the
GeoPackage is the compressed project file in hexadecimal (QgsGeoPackageProjectStorage); QField opens it since
version 1.10 (github.com/opengisch/QField/pull/1966).
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from data.writers.itinerary import clean

DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION: Final = "3.22.0"
_EARLIEST_ZIP: Final = (1980, 1, 1, 0, 0, 0)
_LABEL_PT: Final = "9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a layer in the form.

    Parameters
    ----------
    name, alias
        Column, and what the form calls it.
    choices
        Words by value; empty for a free field.
    is_photo
        Whether it holds a picture, kept beside the project in the folder ``DCIM``.
    is_editable
        Whether the form lets it be changed.
    default
        QGIS expression of the first value; '' for none.
    is_text
        Whether the field takes several lines.
    is_hidden
        Whether the form leaves it out.
    """

    name: str
    alias: str
    choices: Mapping[str, str] = field(default_factory=dict)
    is_photo: bool = False
    is_editable: bool = False
    default: str = ""
    is_text: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer of the project.

    Parameters
    ----------
    table, title
        Table in the GeoPackage, and what the legend calls it.
    is_line
        Whether it holds lines; otherwise points.
    colors
        Colour (``#RRGGBB``) and title of each value of ``color_by``; one colour for all under ''.
    color_by
        Column that chooses the colour; '' for one colour.
    label
        QGIS expression of the labels; '' for none.
    fields
        Columns in the order of the form.
    """

    table: str
    title: str
    is_line: bool = False
    colors: Mapping[str, tuple[str, str]]
    color_by: str = ""
    label: str = ""
    fields: Sequence[Field]


def style_qml(layer: Layer) -> str:
    """Return the style of a layer as QML, for ``layer_styles``."""
    root = Element("qgis", version=VERSION, styleCategories="AllStyleCategories")
    if layer.label:
        root.set("labelsEnabled", "1")
    _styled(root, layer)
    return DOCTYPE + tostring(root, encoding="unicode")


def project_xml(
    title: str, file_name: str, layers: Sequence[Layer], extent: tuple[float, float, float, float]
) -> str:
    """Return the project file.

    Parameters
    ----------
    title
        Title of the project.
    file_name
        Name of the GeoPackage, beside which (or in which) the project lies: paths are relative.
    layers
        From top to bottom.
    extent
        West, south, east, north of the first view, WGS84 degrees.
    """
    root = Element("qgis", version=VERSION, projectname=clean(title))
    SubElement(root, "homePath", path="")
    SubElement(root, "title").text = clean(title)
    _system(SubElement(root, "projectCrs"))
    tree = SubElement(root, "layer-tree-group")
    for layer in layers:
        node = SubElement(tree, "layer-tree-layer", id=_key(layer), name=clean(layer.title))
        node.attrib |= {"providerKey": "ogr", "checked": "Qt::Checked", "expanded": "1"}
        node.set("source", _source(file_name, layer))
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "degrees"
    box = SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True):
        SubElement(box, name).text = repr(value)
    _system(SubElement(canvas, "destinationsrs"))
    whole = SubElement(root, "projectlayers")
    for layer in layers:
        _map_layer(whole, file_name, layer)
    order = SubElement(root, "layerorder")
    for layer in layers:
        SubElement(order, "layer", id=_key(layer))
    properties = SubElement(root, "properties")
    projections = SubElement(properties, "SpatialRefSys")
    SubElement(projections, "ProjectionsEnabled", type="int").text = "1"
    paths = SubElement(properties, "Paths")
    SubElement(paths, "Absolute", type="bool").text = "false"
    return DOCTYPE + tostring(root, encoding="unicode")


def packed_project(xml: str, name: str) -> str:
    """Return a project as the table ``qgis_projects`` holds it: a QGZ archive in hexadecimal."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(f"{name}.qgs", _EARLIEST_ZIP), xml, zipfile.ZIP_DEFLATED)
    return stream.getvalue().hex()


def _source(file_name: str, layer: Layer) -> str:
    return f"./{file_name}|layername={layer.table}"


def _key(layer: Layer) -> str:
    # QGIS gives layers with keys of up to ten letters new ones, which the legend would not know.
    return f"hanh_trinh_{layer.table}"


def _system(parent: Element) -> None:
    system = SubElement(parent, "spatialrefsys")
    # QGIS believes the authority only beside its own number of the system.
    told = {"srsid": "3452", "srid": "4326", "authid": "EPSG:4326", "geographicflag": "true"}
    for name, text in told.items():
        SubElement(system, name).text = text


def _map_layer(whole: Element, file_name: str, layer: Layer) -> None:
    node = SubElement(whole, "maplayer", type="vector", geometry="Line" if layer.is_line else "Point")
    node.set("wkbType", "LineString" if layer.is_line else "Point")
    if layer.label:
        node.set("labelsEnabled", "1")
    SubElement(node, "id").text = _key(layer)
    SubElement(node, "datasource").text = _source(file_name, layer)
    SubElement(node, "layername").text = clean(layer.title)
    _system(SubElement(node, "srs"))
    SubElement(node, "provider", encoding="UTF-8").text = "ogr"
    _styled(node, layer)


def _styled(node: Element, layer: Layer) -> None:
    _renderer(node, layer)
    if layer.label:
        _labels(node, layer)
    configuration = SubElement(node, "fieldConfiguration")
    aliases, defaults = SubElement(node, "aliases"), SubElement(node, "defaults")
    editable = SubElement(node, "editable")
    for index, one in enumerate(layer.fields):
        _widget(configuration, one)
        SubElement(aliases, "alias", index=str(index), field=one.name, name=clean(one.alias))
        SubElement(defaults, "default", field=one.name, expression=one.default, applyOnUpdate="0")
        SubElement(editable, "field", name=one.name, editable="1" if one.is_editable else "0")
    SubElement(node, "editorlayout").text = "generatedlayout"
    names = {one.name for one in layer.fields}
    SubElement(node, "previewExpression").text = '"name_vi"' if "name_vi" in names else ""


def _renderer(node: Element, layer: Layer) -> None:
    is_one = not layer.color_by
    renderer = SubElement(node, "renderer-v2", type="singleSymbol" if is_one else "categorizedSymbol")
    if not is_one:
        renderer.set("attr", layer.color_by)
        categories = SubElement(renderer, "categories")
        for index, (value, (_, title)) in enumerate(layer.colors.items()):
            SubElement(
                categories, "category", value=value, symbol=str(index), label=clean(title), render="true"
            )
    symbols = SubElement(renderer, "symbols")
    for index, (color, _) in enumerate(layer.colors.values()):
        symbol = SubElement(symbols, "symbol", type="line" if layer.is_line else "marker", name=str(index))
        drawn = SubElement(symbol, "layer", enabled="1", locked="0")
        drawn.set("pass", "0")
        drawn.set("class", "SimpleLine" if layer.is_line else "SimpleMarker")
        _options(drawn, _line(color) if layer.is_line else _marker(color))


def _rgb(color: str) -> str:
    return ",".join(str(int(color[index : index + 2], 16)) for index in (1, 3, 5)) + ",255"


def _line(color: str) -> dict[str, str]:
    return {"line_color": _rgb(color), "line_width": "0.8", "line_width_unit": "MM", "capstyle": "round"}


def _marker(color: str) -> dict[str, str]:
    return {
        "name": "circle",
        "color": _rgb(color),
        "size": "4",
        "size_unit": "MM",
        "outline_color": "255,255,255,255",
        "outline_width": "0.4",
        "outline_width_unit": "MM",
    }


def _options(parent: Element, values: Mapping[str, str]) -> None:
    options = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        SubElement(options, "Option", name=name, value=value, type="QString")
    # QGIS before 3.22 reads these.
    for name, value in values.items():
        SubElement(parent, "prop", k=name, v=value)


def _labels(node: Element, layer: Layer) -> None:
    labeling = SubElement(node, "labeling", type="simple")
    settings = SubElement(labeling, "settings")
    style = SubElement(settings, "text-style", fieldName=layer.label, isExpression="1")
    style.attrib |= {
        "fontSize": _LABEL_PT,
        "fontWeight": "50",
        "fontSizeUnit": "Point",
        "textColor": "35,32,30,255",
    }
    buffer = SubElement(style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM")
    buffer.set("bufferColor", "255,255,255,255")
    SubElement(settings, "text-format", autoWrapLength="28")
    # Around the point, 2.5 mm away.
    SubElement(settings, "placement", placement="6", dist="2.5", distUnits="MM")
    SubElement(settings, "rendering", drawLabels="1", obstacle="1")


def _widget(configuration: Element, one: Field) -> None:
    node = SubElement(configuration, "field", name=one.name, configurationFlags="None")
    kind = "ValueMap" if one.choices else "ExternalResource" if one.is_photo else "TextEdit"
    kind = "Hidden" if one.is_hidden else kind
    config = SubElement(SubElement(node, "editWidget", type=kind), "config")
    options = SubElement(config, "Option", type="Map")
    if one.choices:
        listed = SubElement(options, "Option", name="map", type="List")
        for value, word in one.choices.items():
            pair = SubElement(listed, "Option", type="Map")
            SubElement(pair, "Option", name=clean(word), value=value, type="QString")
    elif one.is_photo:
        # A picture viewer; the path is kept relative to the project.
        for name, number in (("DocumentViewer", "1"), ("RelativeStorage", "1"), ("StorageMode", "0")):
            SubElement(options, "Option", name=name, value=number, type="int")
        for name in ("FileWidget", "FileWidgetButton"):
            SubElement(options, "Option", name=name, value="true", type="bool")
    elif one.is_text:
        SubElement(options, "Option", name="IsMultiline", value="true", type="bool")
