import { configureGlobal } from 'fast-check';

/**
 * Every run draws the same, and a failure is enough: nobody reads the smallest one. What is drawn in a second
 * is enough as well, where a property is tried with hundreds of mutants.
 */
configureGlobal({ seed: 1, endOnFailure: true, interruptAfterTimeLimit: 1000 });
