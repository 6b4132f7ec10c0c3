# stub until the house is finished
