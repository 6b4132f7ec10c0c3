"""The layers of a WMS: asked for, listed by name and title; answers of strangers are refused in words."""

import pytest

from data.errors import BadInputError, NetworkUnavailableError
from layers.reference.wms import WmsLayer, capabilities_url, offer_of, read_offer
from tests.layers.reference.servers import map_server

CAPABILITIES = """<?xml version="1.0" encoding="UTF-8"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms">
  <Service><Name>WMS</Name><Title>Bản đồ
    thử</Title></Service>
  <Capability><Layer><Title>Tất cả</Title>
    <Layer queryable="1"><Name>quy_hoach</Name><Title>Quy hoạch đất</Title>
      <Attribution><Title>Sở Tài nguyên</Title></Attribution></Layer>
    <Layer><Name>di_tich</Name></Layer>
    <Layer><Name>di_tich</Name><Title>lặp</Title></Layer>
  </Layer></Capability>
</WMS_Capabilities>"""


def test_named_layers_are_listed_once_with_their_titles() -> None:
    offer = offer_of(CAPABILITIES.encode(), "x")
    assert offer.title == "Bản đồ thử"
    assert offer.layers == (WmsLayer("quy_hoach", "Quy hoạch đất"), WmsLayer("di_tich", "di_tich"))
    assert offer.credit == "Sở Tài nguyên"


def test_the_address_keeps_its_own_questions() -> None:
    url = capabilities_url(" https://may.chu/wms?map=a%2Fb&request=GetMap&Service=WMS ")
    assert url == "https://may.chu/wms?map=a%2Fb&SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities"


def test_the_server_is_asked_honestly() -> None:
    with map_server() as server:
        server.content, server.kind = CAPABILITIES.encode(), "text/xml"
        assert len(read_offer(f"{server.url}/wms").layers) == 2
        assert "REQUEST=GetCapabilities" in server.asked[0]
        assert server.agents[0].startswith("HanhTrinh/")


def test_a_server_that_fails_is_out_of_reach() -> None:
    with map_server() as server:
        server.status = 500
        with pytest.raises(NetworkUnavailableError, match="500"):
            read_offer(server.url)
    with pytest.raises(NetworkUnavailableError):
        read_offer(server.url)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"<WMS_Capabilities/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe\x00"],
)
def test_what_lists_no_layers_is_refused(content: bytes) -> None:
    with pytest.raises(BadInputError):
        offer_of(content, "x")


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "may.chu/wms", "https://"])
def test_what_is_no_address_is_refused_before_anything_is_asked(address: str) -> None:
    with pytest.raises(BadInputError):
        capabilities_url(address)
