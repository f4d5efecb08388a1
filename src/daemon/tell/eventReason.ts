/** The reason of an Event or condition: the code of the problem, with a capital as Kubernetes requires it. */
export const eventReason = (code: string): string => code.slice(0, 1).toUpperCase() + code.slice(1);
