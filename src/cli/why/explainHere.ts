import type { Config } from '../../config/options.ts';
import { askName } from '../../setup/askName.ts';
import { claimProblem } from '../../setup/explainEnd.ts';
import { factsOf } from '../../setup/zoneParts.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import { explainName } from '../../why/explainName.ts';
import type { Explanation } from '../../why/explanation.ts';
import { type Known, type KnownZone, nothingFound } from '../../why/known.ts';
import { readQuestion } from '../../why/readQuestion.ts';
import { searchAtOnce } from '../../why/searchAtOnce.ts';
import type { CommandIo } from '../command.ts';
import { configurationFailure, type Failure } from '../failure.ts';
import { type PreviewedZone, previewZones } from '../plan/previewZones.ts';

/**
 * Reads the Services and every zone once, as `plan` does, and explains one name by them and by one question
 * to the name server. Writes nothing.
 */
export const explainHere = async (
  io: CommandIo,
  config: Config,
  signal: AbortSignal,
): Promise<Explanation | Failure> => {
  // What is wrong with other objects is not what was asked.
  const previews = await previewZones({ ...io, err: () => undefined }, config, signal);
  if (previews.kind === 'failure') return previews;
  const known: Known = {
    zones: previews.zones.map((zone) => knownZone(zone, previews.owner.owner)),
    cluster: previews.store,
    found: nothingFound,
    nowMs: Date.now(),
    showsForeign: true,
  };
  const [text = '', type] = config.words;
  const question = readQuestion(text, type, known);
  if (question.kind === 'no-question') return configurationFailure(question.message);
  const asked =
    previews.zones.find(({ parts }) => parts.layout.zone === question.zone?.zone) ?? previews.zones[0];
  const answer =
    asked === undefined
      ? ({ kind: 'not-asked' } as const)
      : await askName(
          asked.parts.access,
          { zone: asked.parts.layout.zone, name: question.name, type: question.type },
          answerLimitMs,
        );
  return explainName(question, { ...known, found: searchAtOnce(question, known) }, answer);
};

const answerLimitMs = 3_000;

const nothingLeftOut = { problems: new Map(), contests: new Map() };

const knownZone = ({ parts, preview }: PreviewedZone, owner: string): KnownZone => {
  const { layout, access, desired, records, pointers, leftOut } = parts;
  const { server } = factsOf(access, layout.zone);
  return {
    zone: layout.zone,
    apex: layout.apex,
    server,
    view: access.view,
    owner,
    records,
    pointers,
    desired,
    parts: preview.parts,
    ...(leftOut ?? nothingLeftOut),
    problem: problemOf({ parts, preview }),
    isKept: false,
    refusal: () => undefined,
    limit: () => undefined,
    written: () => undefined,
  };
};

/** What keeps every daemon of this owner from writing the zone. */
const problemOf = ({ parts, preview }: Pick<PreviewedZone, 'parts' | 'preview'>): Problem | undefined => {
  const { claim } = preview;
  const named = factsOf(parts.access, parts.layout.zone);
  if (claim.kind === 'take') return undefined;
  if (claim.kind === 'occupied') return makeProblem('occupied', { ...named, count: preview.owned });
  return claimProblem(named, claim);
};
