-- What KOReader's entry script loads first to make its modules and libraries findable.
-- fidelity: partial: nothing is left to do here: every process of this runtime begins with the paths set
return true
