"""Tour planner: chooses, orders and times the stops of a tour, checks it and explains what is left out.

``plan.plan_tour`` is the one entry. The way of a request through the package:

==============  ===========================================================================
``translate``   project + request + routers -> ``problem.Problem``, and what cannot be visited
``problem``     the problem model; its mathematics stand in ``docs/planner-model.md``
``travel``      travel tables, perhaps by the time of day
``timing``      the judge of one day in a given order; ``breaks`` places its breaks best
``rules``       the judge of a whole plan; ``objective`` says how good it is
``seed``        a fast first plan by VROOM
``search``      compiled local search over all days
``exact``       the model of record, OR-Tools CP-SAT
``portfolio``   seed, search, day-by-day polish and exact model within one time budget, a ``prover`` beside
``schedule``    order of sites -> days, stops and legs on real roads; ``stretch`` spends free time
``checker``     independent check of a finished tour from raw data
``reasons``     why each candidate left out is left out; ``remedies`` what would let it in
``conflicts``   which demands of a request cannot be met together
==============  ===========================================================================
"""
