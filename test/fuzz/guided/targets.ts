import type { Target } from './target.ts';

export interface TargetRow {
  /** Also the name of the folder of its corpus. */
  readonly name: string;
  /** Its share of all inputs, 1 without it: less for what is slow. */
  readonly share?: number;
  /** Loads what this target needs and nothing else. */
  readonly load: () => Promise<Target>;
}

/** Everything that is read as octets or text. A new decoder is a row. */
export const targets: readonly TargetRow[] = [
  { name: 'message', load: async () => (await import('./targets/messageTarget.ts')).messageTarget },
  { name: 'update', load: async () => (await import('./targets/updateTarget.ts')).updateTarget },
  { name: 'rdata', load: async () => (await import('./targets/rdataTarget.ts')).rdataTarget },
  { name: 'signed', load: async () => (await import('./targets/signedTarget.ts')).signedTarget },
  { name: 'answer', load: async () => (await import('./targets/answerTarget.ts')).answerTarget },
  { name: 'transfer', load: async () => (await import('./targets/transferTarget.ts')).transferTarget },
  { name: 'notify', load: async () => (await import('./targets/notifyTarget.ts')).notifyTarget },
  { name: 'claim', load: async () => (await import('./targets/claimTarget.ts')).claimTarget },
  { name: 'marker', load: async () => (await import('./targets/markerTarget.ts')).markerTarget },
  { name: 'name', load: async () => (await import('./targets/nameTarget.ts')).nameTarget },
  { name: 'rdata-text', load: async () => (await import('./targets/rdataTextTarget.ts')).rdataTextTarget },
  { name: 'value', load: async () => (await import('./targets/valueTarget.ts')).valueTarget },
  { name: 'selector', load: async () => (await import('./targets/selectorTarget.ts')).selectorTarget },
  { name: 'key-file', load: async () => (await import('./targets/keyFileTarget.ts')).keyFileTarget },
  {
    name: 'config',
    share: 0.5,
    load: async () => (await import('./targets/configTarget.ts')).configTarget,
  },
  {
    name: 'kubeconfig',
    share: 0.5,
    load: async () => (await import('./targets/kubeconfigTarget.ts')).kubeconfigTarget,
  },
  {
    name: 'manifest',
    share: 0.5,
    load: async () => (await import('./targets/manifestTarget.ts')).manifestTarget,
  },
  {
    name: 'objects',
    share: 0.3,
    load: async () => (await import('./targets/objectsTarget.ts')).objectsTarget,
  },
  {
    name: 'template',
    share: 0.2,
    load: async () => (await import('./targets/templateTarget.ts')).templateTarget,
  },
  { name: 'question', load: async () => (await import('./targets/questionTarget.ts')).questionTarget },
  { name: 'list', load: async () => (await import('./targets/listTarget.ts')).listTarget },
  {
    name: 'protobuf-list',
    load: async () => (await import('./targets/protobufListTarget.ts')).protobufListTarget,
  },
  { name: 'watch', load: async () => (await import('./targets/watchTarget.ts')).watchTarget },
  {
    name: 'annotations',
    load: async () => (await import('./targets/annotationsTarget.ts')).annotationsTarget,
  },
  {
    name: 'name-template',
    load: async () => (await import('./targets/nameTemplateTarget.ts')).nameTemplateTarget,
  },
  { name: 'pattern', load: async () => (await import('./targets/patternTarget.ts')).patternTarget },
];
