/** Messages of lines that people are shown as sentences: see `sentences`. */
export const lineMessages = {
  updated: 'Zone updated',
  inStep: 'Zone in step',
  firstSync: 'First sync',
} as const;
