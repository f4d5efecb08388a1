#!/usr/bin/env -S node --max-semi-space-size=2
import packageFile from '../package.json' with { type: 'json' };
import { EXIT_CODES } from './config/exitCodes.ts';
import { nodeProblem } from './nodeProblem.ts';

// The flag in the first line is YOUNG_GENERATION: it can only be set before the program starts.

const problem = nodeProblem(process.versions.node, packageFile.engines.node);
if (problem === undefined) {
  // Loaded only now: an older Node cannot even read what follows, and would show a trace in place of a
  // sentence.
  const { runProgram } = await import('./runProgram.ts');
  await runProgram();
} else {
  process.stderr.write(`k8s-bind: ${problem}\n`);
  process.exitCode = EXIT_CODES.configuration.code;
}
