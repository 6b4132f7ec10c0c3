"""The model of record: OR-Tools CP-SAT with one circuit for each day.

Demands (must-sees and least of groups) are counted rather than imposed: the objective misses as few as
possible, then takes the most points, then the least travel. An optimal answer that misses a demand is
therefore a proof that the demands cannot all be met.
"""

from routes.planner.exact.model import Stance
from routes.planner.exact.solve import Bound, ExactResult, OnBound, OnPlan, can_meet_all, solve_exact

__all__ = ["Bound", "ExactResult", "OnBound", "OnPlan", "Stance", "can_meet_all", "solve_exact"]
