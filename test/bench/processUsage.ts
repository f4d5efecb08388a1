import { readFileSync } from 'node:fs';

/** What a process uses, as the kernel counts it. */
export interface ProcessUsage {
  readonly residentMegabytes: number;
  /** The most that was ever resident. */
  readonly peakMegabytes: number;
  /** User and system time of all its threads since its start, in steps of 10 ms. */
  readonly cpuSeconds: number;
}

export function processUsage(pid: number): ProcessUsage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    residentMegabytes: megabytes(status, 'VmRSS'),
    peakMegabytes: megabytes(status, 'VmHWM'),
    cpuSeconds: cpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8')),
  };
}

function megabytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}

const ticksPerSecond = 100;

/** Fields 14 and 15 of proc_pid_stat(5); the second, the program's name, may hold blanks and parentheses. */
function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
