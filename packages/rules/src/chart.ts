/** The patient as a rule reads it: facts in their windows, and the building blocks that rules share. */
export interface Chart {}
