"""VN-2000 plane coordinates to WGS84, and back.

Parameters of the transformation: Decision 05/2007/QĐ-BTNMT of the Ministry of Natural Resources and
Environment (seven parameters, WGS84 ellipsoid); projection: transverse Mercator, k = 0.9999 in zones of 3°,
0.9996 in zones of 6°.
"""

from functools import cache

from pyproj import Transformer
from pyproj.enums import TransformDirection

_SHIFT = "-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278"


def to_wgs84(
    northing_m: float, easting_m: float, meridian_deg: float, zone_deg: int = 3
) -> tuple[float, float]:
    """Return longitude and latitude, degrees WGS84, of a VN-2000 point.

    Parameters
    ----------
    northing_m, easting_m
        X and Y of Vietnamese maps, metres. Exchanged ones are put right: a northing in Vietnam is always
        larger than an easting.
    meridian_deg
        Central meridian: 105.0 for Hà Nội, 105.5 for the former Hải Dương, 105.75 for Hải Phòng.
    zone_deg
        Width of the zone, 3 or 6 degrees.
    """
    if easting_m > northing_m:
        northing_m, easting_m = easting_m, northing_m
    lon, lat = transformer(meridian_deg, zone_deg).transform(easting_m, northing_m)
    return float(lon), float(lat)


def from_wgs84(lon: float, lat: float, meridian_deg: float, zone_deg: int = 3) -> tuple[float, float]:
    """Return northing and easting (X and Y of Vietnamese maps), metres VN-2000, of a point in degrees WGS84.

    The inverse of ``to_wgs84``, with its parameters.
    """
    direction = TransformDirection.INVERSE
    easting_m, northing_m = transformer(meridian_deg, zone_deg).transform(lon, lat, direction=direction)
    return float(northing_m), float(easting_m)


@cache
def transformer(meridian_deg: float, zone_deg: int) -> Transformer:
    """Return what makes longitudes and latitudes (degrees WGS84) of eastings and northings of a zone."""
    scale = 0.9999 if zone_deg == 3 else 0.9996
    source = (
        f"+proj=tmerc +lat_0=0 +lon_0={meridian_deg} +k={scale} +x_0=500000 +y_0=0 +ellps=WGS84 "
        f"+towgs84={_SHIFT} +units=m +no_defs"
    )
    return Transformer.from_crs(source, "EPSG:4326", always_xy=True)
