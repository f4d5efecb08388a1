import { isReady, readiness } from '../../telemetry/readiness.ts';
import type { Status, ZoneStatus } from '../../telemetry/status.ts';

/** The daemon's status for people: what is well in a line each, what is not with its reason. */
export const statusText = (status: Status): string => {
  const lines = readiness(status);
  return [
    `k8s-bind ${status.version}, owner ${status.owner}, running for ${span(status.nowMs - status.startedMs)}`,
    `source   ${status.source}: ${status.services} Services, ${status.endpoints} endpoints`,
    ...status.watches.map(
      ({ resource, objects, synced, problem }) =>
        `watch    ${resource}: ${objects}${synced ? '' : ', not synced yet'}${problem === undefined ? '' : `; ${problem}`}`,
    ),
    ...status.zones.flatMap((zone) => zoneLines(zone, status.nowMs)),
    isReady(lines)
      ? 'ready'
      : `not ready: ${lines
          .filter(({ ready }) => !ready)
          .map(({ text }) => text)
          .join('; ')}`,
    '',
  ].join('\n');
};

const zoneLines = (zone: ZoneStatus, nowMs: number): readonly string[] => [
  `zone     ${zone.zone} at ${zone.server}: ${zone.state}, serial ${zone.serial}, ${zone.recordsOwned} records of ours, ${zone.pending} changes waiting, written ${ago(zone.lastWriteMs, nowMs)}, read ${ago(zone.lastReadMs, nowMs)}`,
  ...(zone.problem === undefined
    ? []
    : [
        `  problem      ${zone.problem.message}`,
        ...(zone.problem.fix === '' ? [] : [`  fix          ${zone.problem.fix}`]),
      ]),
  ...(zone.guard === undefined
    ? []
    : [
        `  held back    ${zone.guard.deletes} of ${zone.guard.owned} records would be deleted, since ${span(nowMs - zone.guard.sinceMs)}: k8s-bind confirm-delete`,
      ]),
  ...zone.conflicts.map(
    ({ name, service, reason }) => `  conflict     ${name} wanted by ${service}: ${reason}`,
  ),
  ...zone.quarantined.map(
    ({ service, reason, retryMs }) =>
      `  quarantined  ${service}: ${reason}; tried again in ${span(retryMs - nowMs)}`,
  ),
  ...zone.leftOut.map(({ service, reason }) => `  left out     ${service}: ${reason}`),
  ...zone.drift
    .slice(-5)
    .map(
      ({ atMs, name, was, found }) =>
        `  drift healed ${ago(atMs, nowMs)}: ${name} ${found === '' ? `lacked ${was}` : `held ${found}`}`,
    ),
];

const ago = (atMs: number, nowMs: number): string => (atMs === 0 ? 'never' : `${span(nowMs - atMs)} ago`);

/** `42 s`, `5 min`, `3 h`, `9 d`. */
const span = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
};
