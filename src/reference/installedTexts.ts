import { bashCompletion } from './bashCompletion.ts';
import { commandManual } from './commandManual.ts';
import { fileManual } from './fileManual.ts';
import { fishCompletion } from './fishCompletion.ts';
import { zshCompletion } from './zshCompletion.ts';

/** What stands beside the program and is made from its tables: path below dist, and text. */
export const installedTexts = (): Readonly<Record<string, string>> =>
  Object.freeze({
    'man/k8s-bind.1': commandManual(),
    'man/k8s-bind.yaml.5': fileManual(),
    'completions/k8s-bind.bash': bashCompletion(),
    'completions/_k8s-bind': zshCompletion(),
    'completions/k8s-bind.fish': fishCompletion(),
  });
