/** One that must not be told to anybody. */
export const fakeSecret = 'U0VDUkVUU0VDUkVUU0VDUkVU';
