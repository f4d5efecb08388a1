/** Where the executable's assets have the parts of the program. */
export const PARTS = 'parts/';

/** The part that runs the program; it imports the others. */
export const FIRST_PART = 'program';
