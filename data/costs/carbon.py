"""Greenhouse gases of travel: g CO2e per vehicle-kilometre by travel mode and load. An estimate.

Factor = energy per kilometre (half loaded) x (0.9 + 0.2 x load) x CO2e of that energy, where load is the
share of seats taken. CO2e counts CO2, CH4 and N2O of burning the fuel, or of making the electricity; making
fuel, vehicles and roads is left out.

- Fuels: IPCC 2006 Guidelines for National Greenhouse Gas Inventories, volume 2, table 1.2 (net calorific
  values: diesel 43.0, motor gasoline 44.3 TJ/Gg), table 3.2.1 (CO2: 74 100 and 69 300 kg/TJ) and table 3.2.2
  (CH4 and N2O: 3.9 and 3.9, gasoline with oxidation catalyst 25 and 8.0 kg/TJ); warming potentials over 100
  years of the IPCC Fifth Assessment Report (CH4 28, N2O 265).
- Fuel per kilometre of coach, minibus and car: EMEP/EEA air pollutant emission inventory guidebook, chapter
  1.A.3.b.i-iv, Tier 1 typical fuel consumption (heavy diesel vehicle 240, light diesel vehicle 80, petrol
  passenger car 70 g/km). They are European averages, and a coach is taken as a heavy diesel vehicle.
- Estimates of this product, for want of a table: motorbike (18 g/km, about 2.4 l/100 km), electric cart (0.15
  kWh/km), Vietnamese electricity (0.66 kg CO2e/kWh), change with the load (a tenth up or down), seats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType
from typing import Final

from data.language.catalogue import N_
from data.model.travel_mode import TravelMode

DIESEL_G_PER_G: Final = 43.0e-6 * (74_100 + 28 * 3.9 + 265 * 3.9)
"""g CO2e per g of diesel: 3.24."""

GASOLINE_G_PER_G: Final = 44.3e-6 * (69_300 + 28 * 25 + 265 * 8.0)
"""g CO2e per g of motor gasoline: 3.19."""

ELECTRICITY_G_PER_KWH: Final = 660.0
"""g CO2e per kWh from the Vietnamese grid, estimate."""

IPCC: Final = N_("IPCC 2006 Guidelines, vol. 2 (fuels); IPCC AR5 (warming potentials)")
EMEP: Final = N_("EMEP/EEA guidebook 1.A.3.b, Tier 1 (fuel per kilometre)")
ESTIMATE: Final = N_("our own estimate")


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What a mode emits, and how many visitors one vehicle takes.

    Parameters
    ----------
    seats
        Seats for visitors, without driver and guide.
    g_per_km
        g CO2e per kilometre of one half-loaded vehicle.
    sources
        Where the factor comes from (msgids).
    """

    seats: int
    g_per_km: float
    sources: tuple[str, ...]

    def count(self, visitors: int) -> int:
        """Return how many vehicles ``visitors`` need."""
        return ceil(visitors / self.seats)

    def grams_per_km(self, visitors: int) -> float:
        """Return g CO2e per kilometre of all vehicles that ``visitors`` need together."""
        vehicles = self.count(visitors)
        load = visitors / (vehicles * self.seats)
        return vehicles * self.g_per_km * (0.9 + 0.2 * load)


VEHICLES: Final[Mapping[TravelMode, Vehicle]] = MappingProxyType(
    {
        TravelMode.COACH: Vehicle(45, 240 * DIESEL_G_PER_G, (IPCC, EMEP)),
        TravelMode.MINIBUS: Vehicle(16, 80 * DIESEL_G_PER_G, (IPCC, EMEP)),
        TravelMode.CAR: Vehicle(4, 70 * GASOLINE_G_PER_G, (IPCC, EMEP)),
        TravelMode.MOTORBIKE: Vehicle(2, 18 * GASOLINE_G_PER_G, (IPCC, ESTIMATE)),
        TravelMode.ELECTRIC_CART: Vehicle(8, 0.15 * ELECTRICITY_G_PER_KWH, (ESTIMATE,)),
    }
)
"""Modes that emit; walking, cycling and wheelchairs count as 0."""
