import { writePass } from '../../../../src/controller/write/writePass.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import type { UpdateContent } from '../../../../src/dns/updateMessage.ts';
import type { UpdateOutcome } from '../../../../src/server/updateOutcome.ts';
import { type TestContext, testContext } from '../../../support/testContext.ts';

/** Single passes over what waits; their server is whatever a test says at any time. */
export type PassWorld = Omit<TestContext, 'context' | 'put'> & {
  readonly context: ZoneContext;
  /** The Services that each message has, `a b`; nothing for one without operations. */
  readonly sent: readonly string[];
  /** What the server does with a message, before it answers; it takes all until it is told this. */
  readonly answer: (does: (services: string) => UpdateOutcome | Promise<UpdateOutcome>) => void;
  /** Services in the namespace `ns`, each with an address of its own. */
  readonly put: (...names: readonly string[]) => void;
  /** One that is longer than a message. */
  readonly putLong: (name: string) => void;
  readonly stop: () => void;
  readonly pass: () => Promise<void>;
};

/** @param given parts that are others in this test */
export const createPassWorld = (
  given: (context: ZoneContext) => Partial<ZoneContext> = () => ({}),
): PassWorld => {
  const sent: string[] = [];
  let stopped = false;
  let answer: Parameters<PassWorld['answer']>[0] = () => ({ kind: 'applied' });
  const update = async (content: UpdateContent): Promise<UpdateOutcome> => {
    const services = servicesIn(content);
    sent.push(services);
    return await answer(services);
  };
  const world = testContext({ update }, 0.5);
  const context = { ...world.context, stopping: () => stopped, ...given(world.context) };
  return {
    ...world,
    context,
    sent,
    answer: (does) => {
      answer = does;
    },
    put: (...names) => {
      for (const name of names) world.put(`ns/${name}`, `10.96.0.${name.charCodeAt(0)}`);
    },
    putLong: (name) =>
      world.putHeadless(
        `ns/${name}`,
        Array.from({ length: 2_000 }, (_, at) => `10.${1 + (at >> 8)}.${at & 255}.1`),
      ),
    stop: () => {
      stopped = true;
    },
    pass: () => writePass(context, async () => undefined),
  };
};

const servicesIn = ({ operations }: UpdateContent): string =>
  [...new Set(operations.map(({ name }) => name.split('.').at(-6) ?? ''))].join(' ');

/** Each message has room for one Service alone. */
export const oneEach = ({ pace }: ZoneContext): Partial<ZoneContext> => ({
  pace: { ...pace, maxOctets: () => 100 },
});
