import { askName } from '../../setup/askName.ts';
import type { ServerAccess } from '../../setup/openZoneClient.ts';
import type { AnswerLane } from '../../telemetry/answerLane.ts';
import type { WhySource } from '../../telemetry/route.ts';
import { explainName } from '../../why/explainName.ts';
import {
  type Found,
  type Known,
  type KnownAnswer,
  type KnownCluster,
  type KnownZone,
  nothingFound,
} from '../../why/known.ts';
import { readQuestion } from '../../why/readQuestion.ts';
import { searchCluster } from '../../why/searchCluster.ts';

/** A zone as far as it can say why its names are answered as they are. */
type WhyZone = { readonly zone: string; readonly access: ServerAccess; readonly known: () => KnownZone };

export type WhyDeps = {
  readonly zones: () => readonly WhyZone[];
  readonly cluster: KnownCluster;
  /** Milliseconds since 1970. */
  readonly timeMs: () => number;
};

/** A name server that does not answer keeps those who wait behind for no longer. */
const answerLimitMs = 3_000;

/**
 * Explains names of this process's zones. Each costs the name server at most one question, and there is one
 * at a time; what is not ours is not asked for, and of records of others the types alone are shown.
 */
export const createWhy = ({ zones, cluster, timeMs }: WhyDeps): WhySource => {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (ask: () => Promise<KnownAnswer>): Promise<KnownAnswer> => {
    const answer = last.then(ask);
    last = answer.catch(() => undefined);
    return answer;
  };
  return async ({ text, type, view }, turn) => {
    const meant = (): readonly WhyZone[] =>
      zones().filter(({ access }) => view === undefined || (access.view ?? view) === view);
    const now = (found = nothingFound): Known => ({
      zones: meant().map((zone) => zone.known()),
      cluster,
      found,
      nowMs: timeMs(),
      showsForeign: false,
    });
    const question = await turn(() => readQuestion(text, type, now()));
    if (question.kind === 'no-question') return question;
    const asked = meant().find(({ zone }) => zone === question.zone?.zone);
    const { name } = question;
    const answer: KnownAnswer =
      asked === undefined
        ? { kind: 'not-asked' }
        : await inTurn(() =>
            askName(asked.access, { zone: asked.zone, name, type: question.type }, answerLimitMs),
          );
    const found = await inPieces(searchCluster(question, now()), turn);
    return turn(() => explainName(question, now(found), answer));
  };
};

/** A piece is over after this time. */
const pieceMs = 5;

/** Does the steps of a search piece by piece, each in a turn of its own. */
const inPieces = async (steps: Generator<undefined, Found>, turn: AnswerLane['turn']): Promise<Found> => {
  for (;;) {
    const piece = await turn(() => {
      const untilMs = performance.now() + pieceMs;
      let step = steps.next();
      while (step.done !== true && performance.now() < untilMs) step = steps.next();
      return step;
    });
    if (piece.done === true) return piece.value;
  }
};
