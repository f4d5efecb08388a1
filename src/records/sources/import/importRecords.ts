import { objectRefText } from '../../../model/objectRef.ts';
import type { ImportSnapshot } from '../../../model/originSnapshot.ts';
import { type Answer, hasAddress, rrsetsAt } from '../../answers/answer.ts';
import { fitAnswers } from '../../fitAnswer.ts';
import { isHostLabel, labelFault, maxNameCharacters, tooLongMessage } from '../../hostName.ts';
import { countRecords, limitRrsets } from '../../limitRrsets.ts';
import { compareRrsets } from '../../mergeRrsets.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { tooManyRecords } from '../../tooManyRecords.ts';
import type { MadeSource, SourceContext, SourceMaker } from '../sourceRequest.ts';
import type { ImportAnswer } from './importAnswer.ts';
import { importedEndpoints } from './importedEndpoints.ts';
import { importPorts } from './importPorts.ts';

/**
 * `<service>.<namespace>.svc.<zone>` of a ServiceImport (KEP-1645): the addresses of the cluster set with SRV
 * records at the name and below it, or, for a headless one, every ready endpoint, each with a name that has
 * the cluster it is of. While none is ready, nothing.
 */
export const importRecords: SourceMaker<ImportSnapshot> = (snapshot, context) => {
  const { object } = snapshot;
  const name = `${object.ref.name}.${object.ref.namespace}.svc.${context.options.zone}`;
  const problem = nameProblem(snapshot, name);
  if (problem !== undefined) return { requests: [], problems: [problem] };
  switch (object.type) {
    case 'ClusterSetIP': {
      const waitsFor = object.ips.length > 0 ? undefined : 'an address in spec.ips';
      const holdable = { as: object.type, waitsFor, territory: true };
      return { ...made(context, name, importPorts(snapshot, context)), holdable };
    }
    case 'Headless':
      return made(context, name, importedEndpoints(snapshot, context, name));
    default:
      return { requests: [], problems: [] };
  }
};

const made = (
  context: SourceContext,
  name: string,
  { answer, below, problems }: ImportAnswer,
): MadeSource => {
  const at: Answer = { ...answer, alias: '', ttlSeconds: context.ttlSeconds };
  const { rrsets, tooLong } = hasAddress(at)
    ? rrsetsAt(name, at, {
        ttlSeconds: context.ttlSeconds,
        srvAtService: true,
        maxCharacters: maxNameCharacters,
      })
    : { rrsets: [], tooLong: [] };
  const all = fitAnswers([...rrsets, ...below].sort(compareRrsets));
  const found = countRecords(all);
  return {
    requests: [],
    territory: limitRrsets(all, context.options.maxRecords).rrsets,
    problems: [
      ...problems,
      ...tooLong.map((long) => nameTooLong(context, long)),
      ...(found > context.options.maxRecords ? [tooManyRecords(context, found)] : []),
    ],
  };
};

const nameTooLong = ({ object }: Pick<SourceContext, 'object'>, name: string): RecordProblem => ({
  kind: 'name-too-long',
  object,
  message: tooLongMessage(name, objectRefText(object)),
});

const nameProblem = ({ object: { ref } }: ImportSnapshot, name: string): RecordProblem | undefined => {
  const bad = [ref.name, ref.namespace].find((label) => !isHostLabel(label));
  if (bad !== undefined) {
    const message = `Cannot publish ${objectRefText(ref)}: ${labelFault(bad)}`;
    return { kind: 'invalid-name', object: ref, message };
  }
  return name.length > maxNameCharacters ? nameTooLong({ object: ref }, name) : undefined;
};
