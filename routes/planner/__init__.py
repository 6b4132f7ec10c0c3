"""Tour planner: chooses, orders and times the stops of a tour, checks it and explains what is left out.

``plan.plan_tour`` is the one entry. The way of a request through the package:

=============  ============================================================================
``translate``  project + request + travel times -> ``problem.Problem``, and what cannot be visited at all
``problem``    the problem model, documented with its mathematics
``timing``     earliest times of one day in a given order
``seed``       a fast first plan by VROOM
``exact``      the model of record, OR-Tools CP-SAT
``portfolio``  seed, day-by-day polish and exact model within one time budget
``schedule``   order of sites -> days, stops and legs on real roads
``checker``    independent check of a finished tour from raw data
``reasons``    why each candidate left out is left out
``conflicts``  which demands of a request cannot be met together
=============  ============================================================================
"""
